//! The passages of `tests/passages/` (its `README.md` states the form).

use std::path::Path;

/// A clean text and what it is about.
pub(crate) struct Passage {
    pub(crate) title: String,
    pub(crate) text: String,
}

/// All passages, in the order of their documents.
pub(crate) fn passages() -> Vec<Passage> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/passages");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.file_name().is_some_and(|name| name != "README.md"));
    paths.sort();
    let mut passages = Vec::new();
    for path in paths {
        let document = std::fs::read_to_string(path).unwrap();
        for part in document.split("\n## ").skip(1) {
            let (title, rest) = part.split_once('\n').unwrap();
            let body = rest.split_once("```text\n").and_then(|(_, rest)| rest.split_once("\n```")).unwrap().0;
            passages.push(Passage { title: title.to_owned(), text: unescaped(body) });
        }
    }
    passages
}

fn unescaped(raw: &str) -> String {
    let mut out = String::new();
    let mut rest = raw;
    while let Some((before, escape)) = rest.split_once('\\') {
        out.push_str(before);
        if let Some((code_point, after)) = escape.strip_prefix("u{").and_then(|escape| escape.split_once('}')) {
            out.extend(char::from_u32(u32::from_str_radix(code_point, 16).unwrap()));
            rest = after;
        } else {
            let escaped = escape.chars().next().unwrap();
            out.push(match escaped {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                other => other,
            });
            rest = &escape[escaped.len_utf8()..];
        }
    }
    out + rest
}
