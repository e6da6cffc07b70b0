//! The rows of a page come in, the page as programs and as JSON have it goes out.

use serde::ser::{Serialize, SerializeStruct as _, Serializer};

/// Some of a list's rows by the number of their page, from [`Repo::paginate`](crate::Repo::paginate).
///
/// As JSON: `{"data": [..], "metadata": {"page_number": 1, "page_size": 20, "total_entries": 3, "total_pages": 1}}`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page<T> {
    /// The rows.
    pub entries: Vec<T>,
    /// Which page it is; the first one is 1.
    pub page_number: u64,
    /// How many rows a page has.
    pub page_size: u64,
    /// How many rows there are on all pages.
    pub total_entries: u64,
    /// How many pages there are; 1 where there are no rows.
    pub total_pages: u64,
}

impl<T> Page<T> {
    /// The same page with what `make` makes of each row.
    pub fn map<U>(self, make: impl FnMut(T) -> U) -> Page<U> {
        let Self { entries, page_number, page_size, total_entries, total_pages } = self;
        let entries = entries.into_iter().map(make).collect();
        Page { entries, page_number, page_size, total_entries, total_pages }
    }

    /// The number of the page before it.
    #[must_use]
    pub fn previous_page(&self) -> Option<u64> {
        self.page_number.checked_sub(1).filter(|number| *number > 0)
    }

    /// The number of the page behind it.
    #[must_use]
    pub fn next_page(&self) -> Option<u64> {
        (self.page_number < self.total_pages).then(|| self.page_number + 1)
    }
}

/// Some of a list's rows by their place in an order, from [`Repo::paginate_by`](crate::Repo::paginate_by).
///
/// As JSON: `{"data": [..], "metadata": {"page_size": 20, "next_cursor": "W..", "previous_cursor": null}}`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CursorPage<T> {
    /// The rows.
    pub entries: Vec<T>,
    /// How many rows a page has.
    pub page_size: u64,
    /// What leads to the page behind it; nothing where there are no more rows.
    pub next_cursor: Option<String>,
    /// What leads to the page before it; nothing on the first one.
    pub previous_cursor: Option<String>,
}

impl<T> CursorPage<T> {
    /// The same page with what `make` makes of each row.
    pub fn map<U>(self, make: impl FnMut(T) -> U) -> CursorPage<U> {
        let Self { entries, page_size, next_cursor, previous_cursor } = self;
        CursorPage {
            entries: entries.into_iter().map(make).collect(),
            page_size,
            next_cursor,
            previous_cursor,
        }
    }
}

/// What is said of a page beside its rows.
struct Metadata<'a, T>(&'a T);

impl<T: Serialize> Serialize for Page<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        envelope(serializer, &self.entries, &Metadata(self))
    }
}

impl<T> Serialize for Metadata<'_, Page<T>> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut metadata = serializer.serialize_struct("Metadata", 4)?;
        metadata.serialize_field("page_number", &self.0.page_number)?;
        metadata.serialize_field("page_size", &self.0.page_size)?;
        metadata.serialize_field("total_entries", &self.0.total_entries)?;
        metadata.serialize_field("total_pages", &self.0.total_pages)?;
        metadata.end()
    }
}

impl<T: Serialize> Serialize for CursorPage<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        envelope(serializer, &self.entries, &Metadata(self))
    }
}

impl<T> Serialize for Metadata<'_, CursorPage<T>> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut metadata = serializer.serialize_struct("Metadata", 3)?;
        metadata.serialize_field("page_size", &self.0.page_size)?;
        metadata.serialize_field("next_cursor", &self.0.next_cursor)?;
        metadata.serialize_field("previous_cursor", &self.0.previous_cursor)?;
        metadata.end()
    }
}

fn envelope<S: Serializer>(
    serializer: S,
    data: &impl Serialize,
    metadata: &impl Serialize,
) -> Result<S::Ok, S::Error> {
    let mut envelope = serializer.serialize_struct("Page", 2)?;
    envelope.serialize_field("data", data)?;
    envelope.serialize_field("metadata", metadata)?;
    envelope.end()
}
