//! A folder that is written.
//!
//! A new folder is filled under another name beside its place and renamed when all is there. Into a
//! folder that has files nothing is written unless that is asked for; then each file takes the place of
//! the one of its name, and a link of that name is replaced, never followed.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::error::{Error, ErrorKind};
use super::members::Store;
use super::replace::{names, replace_entry};

/// A folder that is being written.
#[derive(Debug)]
pub(super) struct Directory {
    target: PathBuf,
    /// The folder that will be renamed; none where files are replaced one by one.
    fresh: Option<TempDir>,
}

impl Directory {
    pub(super) fn open(path: &Path, overwrite: bool) -> Result<Self, Error> {
        let failed = |error| Error::io("write the folder", Some(path), error);
        let unsupported = |reason| Error::new(ErrorKind::Unsupported { reason }, Some(path));
        let target = match fs::canonicalize(path) {
            Ok(target) => {
                if !target.is_dir() {
                    return Err(unsupported("it is a file, not a folder"));
                }
                if fs::read_dir(&target).map_err(failed)?.next().is_some() {
                    if !overwrite {
                        return Err(unsupported("the folder is not empty; nothing is overwritten unless asked for"));
                    }
                    return Ok(Self { target, fresh: None });
                }
                target
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if fs::symlink_metadata(path).is_ok() {
                    return Err(unsupported("it is a link that leads nowhere"));
                }
                let name = path.file_name().ok_or_else(|| failed(io::ErrorKind::InvalidInput.into()))?;
                let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
                fs::canonicalize(parent.unwrap_or(Path::new("."))).map_err(failed)?.join(name)
            }
            Err(error) => return Err(failed(error)),
        };
        let mut builder = names();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // What programs ask for; the process's mask takes away from it.
            let mode = fs::metadata(&target).map_or(0o777, |there| there.permissions().mode() & 0o777);
            builder.permissions(fs::Permissions::from_mode(mode));
        }
        let parent = target.parent().unwrap_or(Path::new("/"));
        let fresh = builder.tempdir_in(parent).map_err(failed)?;
        Ok(Self { target, fresh: Some(fresh) })
    }

    /// Puts the folder in its place.
    pub(super) fn commit(self) -> Result<(), Error> {
        let failed = |error| Error::io("write the folder", Some(&self.target), error);
        let Some(fresh) = self.fresh else { return Ok(()) };
        #[cfg(unix)]
        File::open(fresh.path()).and_then(|folder| folder.sync_all()).map_err(failed)?;
        fs::rename(fresh.path(), &self.target).map_err(failed)?;
        // It has another name now, so there is nothing left to remove.
        let _ = fresh.keep();
        #[cfg(unix)]
        File::open(self.target.parent().unwrap_or(Path::new("/")))
            .and_then(|folder| folder.sync_all())
            .map_err(failed)?;
        Ok(())
    }
}

impl Store for Directory {
    fn file(&mut self, name: &str, parts: &[&[u8]]) -> Result<(), Error> {
        let path = self.fresh.as_ref().map_or(&*self.target, TempDir::path).join(name);
        let failed = |error| Error::io("write", Some(&self.target.join(name)), error);
        let write = |file: &mut File| parts.iter().try_for_each(|part| file.write_all(part));
        if self.fresh.is_none() {
            return replace_entry(&path, write).map_err(failed);
        }
        let mut file = File::options().write(true).create_new(true).open(&path).map_err(failed)?;
        write(&mut file).and_then(|()| file.sync_all()).map_err(failed)
    }
}
