//! Words that may stand at one place of a path come in, the byte that tells most of them apart goes out.

use super::trie::Node;

/// A word at one place of a path, and what may follow it.
#[derive(Clone, Copy)]
pub(super) struct Entry<'t> {
    pub(super) word: &'t str,
    pub(super) node: &'t Node,
    /// Whether the path may end behind it.
    pub(super) ends: bool,
    /// Whether the path may go on behind it.
    pub(super) goes_on: bool,
    /// How many routes it leads to.
    weight: usize,
}

/// One byte to choose by: how far it is behind the beginning of the word, and its values with the entries that have them.
pub(super) struct Choice<'t> {
    pub(super) offset: usize,
    pub(super) groups: Vec<(u8, Vec<Entry<'t>>)>,
}

impl<'t> Entry<'t> {
    pub(super) fn new((word, node): &'t (String, Node)) -> Self {
        let (ends, goes_on) = (!node.ends.is_empty(), node.goes_on());
        Self { word, node, ends, goes_on, weight: node.routes().len() }
    }

    /// The same as one entry for each way to go on, which a byte behind the word may tell apart.
    fn parts(self) -> impl Iterator<Item = Self> {
        let ends = self.ends.then_some(Self { goes_on: false, ..self });
        let goes_on = self.goes_on.then_some(Self { ends: false, ..self });
        ends.into_iter().chain(goes_on)
    }

    /// The byte at `offset`: 0 where the path ends, none where it depends on the path.
    fn byte(&self, offset: usize) -> Option<u8> {
        match self.word.as_bytes().get(offset) {
            Some(&byte) => Some(byte),
            None if !self.goes_on => Some(0),
            None if !self.ends && offset == self.word.len() => Some(b'/'),
            None => None,
        }
    }
}

impl<'t> Choice<'t> {
    /// The best choice; none where no byte tells any two entries apart.
    pub(super) fn among(entries: &[Entry<'t>]) -> Option<Self> {
        let parts: Vec<Entry> = entries.iter().flat_map(|entry| entry.parts()).collect();
        let shortest = entries.iter().map(|entry| entry.word.len()).min()?;
        let choices = (0..=shortest).flat_map(|offset| [Self::by(&parts, offset), Self::by(entries, offset)]);
        choices.flatten().filter(|choice| choice.groups.len() > 1).min_by_key(Self::doubt)
    }

    /// How many routes it does not tell apart from others.
    fn doubt(&self) -> usize {
        let open = self.groups.iter().filter(|(_, entries)| entries.len() > 1);
        open.flat_map(|(_, entries)| entries).map(|entry| entry.weight).sum()
    }

    fn by(entries: &[Entry<'t>], offset: usize) -> Option<Self> {
        let with_byte = |entry: &Entry<'t>| Some((entry.byte(offset)?, *entry));
        let mut entries: Vec<_> = entries.iter().map(with_byte).collect::<Option<_>>()?;
        entries.sort_by_key(|(byte, _)| *byte);
        let groups = entries.chunk_by(|(left, _), (right, _)| left == right);
        let groups = groups.map(|group| (group[0].0, group.iter().map(|(_, entry)| *entry).collect()));
        Some(Self { offset, groups: groups.collect() })
    }
}
