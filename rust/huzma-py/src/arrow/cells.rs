//! Columns of records: their shape, declared once, and the cells that are filled row by row.

use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, Int32Builder, Int64Builder, LargeStringBuilder};
use arrow_array::{ArrayRef, ListArray, StructArray};
use arrow_buffer::{NullBuffer, NullBufferBuilder, OffsetBuffer, ScalarBuffer};
use arrow_schema::{DataType, Field, FieldRef, Fields};

/// What the cells of a column hold. Everything may be null.
pub(super) enum Shape {
    /// int32: offsets, lines, columns.
    Offset,
    /// int64.
    Int,
    /// bool.
    Bool,
    /// A string, with the offsets that the column has whose rows are described.
    Text,
    /// A list.
    List(&'static Shape),
    /// A struct.
    Struct(&'static [(&'static str, Shape)]),
}

impl Shape {
    /// The type in Arrow, with strings of this type.
    pub(super) fn data_type(&self, text: &DataType) -> DataType {
        match self {
            Self::Offset => DataType::Int32,
            Self::Int => DataType::Int64,
            Self::Bool => DataType::Boolean,
            Self::Text => text.clone(),
            Self::List(items) => DataType::List(item(items, text)),
            Self::Struct(columns) => DataType::Struct(fields(columns, text)),
        }
    }
}

fn item(shape: &Shape, text: &DataType) -> FieldRef {
    Arc::new(Field::new("item", shape.data_type(text), true))
}

fn fields(columns: &[(&'static str, Shape)], text: &DataType) -> Fields {
    columns.iter().map(|(name, shape)| Field::new(*name, shape.data_type(text), true)).collect()
}

/// The cells of a column while it is filled.
pub(super) enum Cells {
    Offset(Int32Builder),
    Int(Int64Builder),
    Bool(BooleanBuilder),
    Text(LargeStringBuilder),
    List { shape: &'static Shape, ends: Vec<i32>, nulls: NullBufferBuilder, items: Box<Cells> },
    Struct { shapes: &'static [(&'static str, Shape)], nulls: NullBufferBuilder, columns: Vec<Cells> },
}

/// More items stand in the lists of a column than offsets of 32 bits can count.
#[derive(Clone, Copy, Debug)]
pub(super) struct TooMany;

impl Cells {
    pub(super) fn new(shape: &'static Shape) -> Self {
        match shape {
            Shape::Offset => Self::Offset(Int32Builder::new()),
            Shape::Int => Self::Int(Int64Builder::new()),
            Shape::Bool => Self::Bool(BooleanBuilder::new()),
            Shape::Text => Self::Text(LargeStringBuilder::new()),
            Shape::List(items) => Self::List {
                shape: items,
                ends: vec![0],
                nulls: NullBufferBuilder::new(0),
                items: Box::new(Self::new(items)),
            },
            Shape::Struct(shapes) => Self::Struct {
                shapes,
                nulls: NullBufferBuilder::new(0),
                columns: shapes.iter().map(|(_, shape)| Self::new(shape)).collect(),
            },
        }
    }

    fn len(&self) -> usize {
        use arrow_array::builder::ArrayBuilder;
        match self {
            Self::Offset(cells) => cells.len(),
            Self::Int(cells) => cells.len(),
            Self::Bool(cells) => cells.len(),
            Self::Text(cells) => cells.len(),
            Self::List { ends, .. } => ends.len() - 1,
            Self::Struct { nulls, .. } => nulls.len(),
        }
    }

    pub(super) fn null(&mut self) {
        match self {
            Self::Offset(cells) => cells.append_null(),
            Self::Int(cells) => cells.append_null(),
            Self::Bool(cells) => cells.append_null(),
            Self::Text(cells) => cells.append_null(),
            Self::List { ends, nulls, .. } => {
                ends.extend(ends.last().copied());
                nulls.append_null();
            }
            Self::Struct { nulls, columns, .. } => {
                columns.iter_mut().for_each(Self::null);
                nulls.append_null();
            }
        }
    }

    pub(super) fn offset(&mut self, value: Option<u32>) {
        if let Self::Offset(cells) = self {
            cells.append_option(value.map(u32::cast_signed));
        } else {
            debug_assert!(false, "no column of offsets");
        }
    }

    pub(super) fn int(&mut self, value: Option<i64>) {
        if let Self::Int(cells) = self {
            cells.append_option(value);
        } else {
            debug_assert!(false, "no column of integers");
        }
    }

    pub(super) fn bool(&mut self, value: bool) {
        if let Self::Bool(cells) = self {
            cells.append_value(value);
        } else {
            debug_assert!(false, "no column of bools");
        }
    }

    pub(super) fn text(&mut self, value: Option<&str>) {
        if let Self::Text(cells) = self {
            cells.append_option(value);
        } else {
            debug_assert!(false, "no column of text");
        }
    }

    /// A list of what `fill` appends to the cells of its items.
    pub(super) fn list(&mut self, fill: impl FnOnce(&mut Self)) {
        if let Self::List { ends, nulls, items, .. } = self {
            fill(items);
            // A count that does not fit is noticed in the end.
            ends.push(i32::try_from(items.len()).unwrap_or(-1));
            nulls.append_non_null();
        } else {
            debug_assert!(false, "no column of lists");
        }
    }

    /// A struct; `fill` is given its columns, each of which takes one cell, in order.
    pub(super) fn row(&mut self, fill: impl FnOnce(&mut Row<'_>)) {
        if let Self::Struct { nulls, columns, .. } = self {
            let mut row = Row(columns.iter_mut());
            fill(&mut row);
            debug_assert!(row.0.next().is_none(), "a column was left out");
            nulls.append_non_null();
        } else {
            debug_assert!(false, "no column of structs");
        }
    }

    pub(super) fn finish(self) -> Result<ArrayRef, TooMany> {
        let text = DataType::LargeUtf8;
        Ok(match self {
            Self::Offset(mut cells) => Arc::new(cells.finish()),
            Self::Int(mut cells) => Arc::new(cells.finish()),
            Self::Bool(mut cells) => Arc::new(cells.finish()),
            Self::Text(mut cells) => Arc::new(cells.finish()),
            Self::List { shape, ends, mut nulls, items } => {
                if ends.contains(&-1) {
                    return Err(TooMany);
                }
                let offsets = OffsetBuffer::new(ScalarBuffer::from(ends));
                Arc::new(ListArray::new(item(shape, &text), offsets, items.finish()?, nulls.finish()))
            }
            Self::Struct { shapes, mut nulls, columns } => {
                let length = nulls.len();
                let nulls: Option<NullBuffer> = nulls.finish();
                let columns = columns.into_iter().map(Self::finish).collect::<Result<Vec<_>, _>>()?;
                let array = StructArray::try_new_with_length(fields(shapes, &text), columns, nulls, length);
                debug_assert!(array.is_ok());
                array.map_or_else(
                    |_| arrow_array::new_null_array(&DataType::Struct(fields(shapes, &text)), length),
                    |array| Arc::new(array) as ArrayRef,
                )
            }
        })
    }
}

/// The columns of a struct, one cell of each.
pub(super) struct Row<'c>(std::slice::IterMut<'c, Cells>);

impl Row<'_> {
    fn column(&mut self, fill: impl FnOnce(&mut Cells)) -> &mut Self {
        match self.0.next() {
            Some(cells) => fill(cells),
            None => debug_assert!(false, "there are not so many columns"),
        }
        self
    }

    pub(super) fn offset(&mut self, value: u32) -> &mut Self {
        self.column(|cells| cells.offset(Some(value)))
    }

    pub(super) fn maybe_offset(&mut self, value: Option<u32>) -> &mut Self {
        self.column(|cells| cells.offset(value))
    }

    pub(super) fn int(&mut self, value: Option<i64>) -> &mut Self {
        self.column(|cells| cells.int(value))
    }

    pub(super) fn bool(&mut self, value: bool) -> &mut Self {
        self.column(|cells| cells.bool(value))
    }

    pub(super) fn text(&mut self, value: &str) -> &mut Self {
        self.column(|cells| cells.text(Some(value)))
    }

    pub(super) fn maybe_text(&mut self, value: Option<&str>) -> &mut Self {
        self.column(|cells| cells.text(value))
    }

    /// A list of texts.
    pub(super) fn texts(&mut self, values: impl IntoIterator<Item = impl AsRef<str>>) -> &mut Self {
        self.list(|items| values.into_iter().for_each(|value| items.text(Some(value.as_ref()))))
    }

    pub(super) fn list(&mut self, fill: impl FnOnce(&mut Cells)) -> &mut Self {
        self.column(|cells| cells.list(fill))
    }

    pub(super) fn row(&mut self, fill: impl FnOnce(&mut Row<'_>)) -> &mut Self {
        self.column(|cells| cells.row(fill))
    }

    pub(super) fn null(&mut self) -> &mut Self {
        self.column(Cells::null)
    }
}
