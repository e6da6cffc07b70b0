//! What becomes of each byte, as tables: data only.

/// What each byte becomes: up to seven bytes, and their number in the last place.
pub(in crate::component) struct Table([[u8; 8]; 256]);

impl Table {
    /// What `byte` becomes.
    #[inline(always)]
    pub(super) fn entry(&self, byte: u8) -> (&[u8; 8], usize) {
        let entry = &self.0[byte as usize];
        (entry, entry[7] as usize)
    }

    const fn new(html: bool, json: bool) -> Self {
        let mut entries = [[0; 8]; 256];
        let mut byte = 0;
        while byte < 256 {
            entries[byte] = replacement(byte as u8, html, json);
            byte += 1;
        }
        Self(entries)
    }
}

const fn replacement(byte: u8, html: bool, json: bool) -> [u8; 8] {
    match byte {
        b'&' if html => entry(b"&amp;"),
        b'<' if html => entry(b"&lt;"),
        b'>' if html => entry(b"&gt;"),
        b'"' if html => entry(b"&quot;"),
        b'\'' if html => entry(b"&#39;"),
        b'"' if json => entry(b"\\\""),
        b'\\' if json => entry(b"\\\\"),
        b'\n' if json => entry(b"\\n"),
        b'\r' if json => entry(b"\\r"),
        b'\t' if json => entry(b"\\t"),
        0..0x20 if json => entry(&[b'\\', b'u', b'0', b'0', hex(byte >> 4), hex(byte & 15)]),
        _ => entry(&[byte]),
    }
}

const fn hex(digit: u8) -> u8 {
    if digit < 10 { b'0' + digit } else { b'a' + digit - 10 }
}

const fn entry(bytes: &[u8]) -> [u8; 8] {
    let mut entry = [0; 8];
    let mut at = 0;
    while at < bytes.len() {
        entry[at] = bytes[at];
        at += 1;
    }
    entry[7] = bytes.len() as u8;
    entry
}

/// Which bytes are replaced by what.
pub(in crate::component) trait Alphabet {
    /// What each byte becomes.
    const TABLE: &'static Table;
    /// How vectors find the bytes that may have to be replaced; the table knows for sure.
    const CANDIDATES: Candidates;
}

/// Bytes that may have to be replaced: few enough comparisons, and few others that are found as well.
#[cfg_attr(not(target_arch = "x86_64"), expect(dead_code, reason = "vectors are looked through there alone"))]
pub(in crate::component) struct Candidates {
    /// Bits that are left out of account, and what the rest of a byte is compared with.
    pub(super) pairs: [(u8, u8); 2],
    /// Whether controls, below 0x20, are among them.
    pub(super) controls: bool,
}

/// Text in HTML: `& < > " '` become entities, as in Phoenix.
pub(in crate::component) struct Html;

/// The same within a JSON string.
pub(in crate::component) struct WireHtml;

/// A JSON string of what is HTML already.
pub(in crate::component) struct Json;

static HTML: Table = Table::new(true, false);
static WIRE_HTML: Table = Table::new(true, true);
static JSON: Table = Table::new(false, true);

/// `"`, `#`, `&`, `'`.
const QUOTES: (u8, u8) = (0b101, b'"');

impl Alphabet for Html {
    const TABLE: &'static Table = &HTML;
    // `<`, `>`.
    const CANDIDATES: Candidates = Candidates { pairs: [QUOTES, (0b10, b'<')], controls: false };
}

impl Alphabet for WireHtml {
    const TABLE: &'static Table = &WIRE_HTML;
    // `<`, `>`, `\\`, `^`, `|`, `~`, and two controls.
    const CANDIDATES: Candidates = Candidates { pairs: [QUOTES, (0b110_0010, b'<' & b'\\')], controls: true };
}

impl Alphabet for Json {
    const TABLE: &'static Table = &JSON;
    const CANDIDATES: Candidates = Candidates { pairs: [(0, b'"'), (0, b'\\')], controls: true };
}
