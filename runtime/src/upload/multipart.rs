//! Bytes of a `multipart/form-data` body come in as they arrive, its parts go out piece by piece; nothing is kept but a boundary's length.

use std::fmt;

use bytes::{Buf as _, Bytes, BytesMut};
use memchr::memmem::Finder;

/// Most bytes of one part's headers.
const HEADERS: usize = 8 * 1024;
/// Most bytes between a boundary and the end of its line.
const PADDING: usize = 64;

/// What the body says next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// A part begins.
    Part(Head),
    /// Bytes of the part that began last.
    Data(Bytes),
    /// That part is complete.
    End,
}

/// What a part says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    /// The field's name; a part without one is nobody's.
    pub(super) name: Option<String>,
    /// The file's name as it was sent; none where the part is a plain field.
    pub(super) filename: Option<String>,
    pub(super) content_type: Option<String>,
}

/// Why a body is not multipart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Malformed {
    Boundary,
    Headers,
    LongHeaders,
    Text,
    Cut,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boundary => f.write_str("a boundary of the multipart body is malformed"),
            Self::Headers => f.write_str("the headers of a part are malformed"),
            Self::LongHeaders => write!(f, "the headers of a part are longer than {HEADERS} bytes"),
            Self::Text => f.write_str("a name or value in the multipart body is not UTF-8"),
            Self::Cut => f.write_str("the multipart body ends before its last boundary"),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Before the first boundary: whatever stands there is skipped.
    Preamble,
    /// Right behind a boundary.
    Boundary,
    Headers,
    Data,
    /// Behind the last boundary: whatever follows is skipped.
    Done,
}

/// A body that is being read.
pub(super) struct Parser {
    /// A line break, two dashes and the boundary.
    delimiter: Finder<'static>,
    state: State,
    buffer: BytesMut,
}

impl Parser {
    /// A parser for bodies with this boundary.
    pub(super) fn new(boundary: &str) -> Self {
        let delimiter = Finder::new(&format!("\r\n--{boundary}")).into_owned();
        // The first boundary may come without a line break before it.
        Self { delimiter, state: State::Preamble, buffer: BytesMut::from("\r\n") }
    }

    /// Takes the next bytes.
    pub(super) fn feed(&mut self, bytes: &[u8]) {
        if self.state != State::Done {
            self.buffer.extend_from_slice(bytes);
        }
    }

    /// What the bytes so far say next; none where more have to come.
    pub(super) fn next(&mut self) -> Result<Option<Event>, Malformed> {
        loop {
            match self.state {
                State::Preamble => match self.find() {
                    Some(at) => self.pass(at),
                    None => {
                        self.buffer.advance(self.certain());
                        return Ok(None);
                    }
                },
                State::Boundary => {
                    if !self.end_boundary()? {
                        return Ok(None);
                    }
                }
                State::Headers => return self.headers(),
                State::Data => match self.find() {
                    Some(0) => {
                        self.pass(0);
                        return Ok(Some(Event::End));
                    }
                    Some(at) => return Ok(Some(Event::Data(self.buffer.split_to(at).freeze()))),
                    None => {
                        let certain = self.certain();
                        return Ok((certain > 0).then(|| Event::Data(self.buffer.split_to(certain).freeze())));
                    }
                },
                State::Done => return Ok(None),
            }
        }
    }

    /// Whether the body was complete.
    pub(super) fn finish(self) -> Result<(), Malformed> {
        if self.state == State::Done { Ok(()) } else { Err(Malformed::Cut) }
    }

    fn find(&self) -> Option<usize> {
        self.delimiter.find(&self.buffer)
    }

    /// How many bytes can be no part of a delimiter whose rest is still to come.
    fn certain(&self) -> usize {
        (self.buffer.len() + 1).saturating_sub(self.delimiter.needle().len())
    }

    fn pass(&mut self, at: usize) {
        self.buffer.advance(at + self.delimiter.needle().len());
        self.state = State::Boundary;
    }

    /// Two dashes end the body; spaces and a line break begin a part. The line break stays: it begins the headers.
    fn end_boundary(&mut self) -> Result<bool, Malformed> {
        if self.buffer.starts_with(b"--") {
            self.buffer.clear();
            self.state = State::Done;
            return Ok(true);
        }
        let padding = self.buffer.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let rest = &self.buffer[padding..];
        if rest.starts_with(b"\r\n") && padding <= PADDING {
            self.buffer.advance(padding);
            self.state = State::Headers;
            return Ok(true);
        }
        let may_go_on = rest.is_empty() || rest == b"\r" || (padding == 0 && rest == b"-");
        if may_go_on && padding <= PADDING { Ok(false) } else { Err(Malformed::Boundary) }
    }

    fn headers(&mut self) -> Result<Option<Event>, Malformed> {
        let window = &self.buffer[..self.buffer.len().min(HEADERS + 4)];
        let Some(at) = memchr::memmem::find(window, b"\r\n\r\n") else {
            return if self.buffer.len() > HEADERS { Err(Malformed::LongHeaders) } else { Ok(None) };
        };
        let head = self.buffer.split_to(at);
        self.buffer.advance(4);
        let head = Head::parse(&head)?;
        self.state = State::Data;
        Ok(Some(Event::Part(head)))
    }
}

impl Head {
    fn parse(lines: &[u8]) -> Result<Self, Malformed> {
        let text = std::str::from_utf8(lines).map_err(|_| Malformed::Text)?;
        let mut head = Self::default();
        for line in text.split("\r\n").filter(|line| !line.is_empty()) {
            let (name, value) = line.split_once(':').ok_or(Malformed::Headers)?;
            if value.contains(|char: char| char.is_control() && char != '\t') {
                return Err(Malformed::Headers);
            }
            let value = value.trim_ascii();
            if name.eq_ignore_ascii_case("content-disposition") {
                let (kind, parameters) = value.split_once(';').unwrap_or((value, ""));
                if !kind.trim_ascii().eq_ignore_ascii_case("form-data") {
                    continue;
                }
                for (name, value) in parameters_of(parameters)? {
                    match name.to_ascii_lowercase().as_str() {
                        "name" => head.name = Some(value),
                        "filename" => head.filename = Some(value),
                        _ => {}
                    }
                }
            } else if name.eq_ignore_ascii_case("content-type") {
                head.content_type = Some(value.to_owned());
            }
        }
        Ok(head)
    }
}

/// The boundary in the parameters of a content type (RFC 2046: 1 to 70 characters).
pub(super) fn boundary(content_type: &str) -> Result<String, Malformed> {
    let (_, parameters) = content_type.split_once(';').ok_or(Malformed::Boundary)?;
    let mut parameters = parameters_of(parameters).map_err(|_| Malformed::Boundary)?.into_iter();
    let boundary = parameters.find(|(name, _)| name.eq_ignore_ascii_case("boundary"));
    let boundary = boundary.map(|(_, value)| value).ok_or(Malformed::Boundary)?;
    let plain = boundary.bytes().all(|byte| (b' '..=b'~').contains(&byte)) && !boundary.ends_with(' ');
    if plain && (1..=70).contains(&boundary.len()) { Ok(boundary) } else { Err(Malformed::Boundary) }
}

/// `a=b; c="d; e"` as pairs. Browsers write quotes as `%22` and leave backslashes as they are; others write `\"`.
fn parameters_of(text: &str) -> Result<Vec<(String, String)>, Malformed> {
    let mut pairs = Vec::new();
    let mut rest = text.trim_ascii();
    while !rest.is_empty() {
        let (name, value) = rest.split_once('=').ok_or(Malformed::Headers)?;
        let value = value.trim_ascii_start();
        let (value, after) = match value.strip_prefix('"') {
            Some(quoted) => {
                let end = end_of_quoted(quoted).ok_or(Malformed::Headers)?;
                (quoted[..end].replace("\\\"", "\"").replace("%22", "\""), &quoted[end + 1..])
            }
            None => {
                let end = value.find(';').unwrap_or(value.len());
                (value[..end].trim_ascii().to_owned(), &value[end..])
            }
        };
        pairs.push((name.trim_ascii().to_owned(), value));
        let after = after.trim_ascii_start();
        rest = match after.strip_prefix(';') {
            Some(rest) => rest.trim_ascii_start(),
            None if after.is_empty() => after,
            None => return Err(Malformed::Headers),
        };
    }
    Ok(pairs)
}

/// Where a quote stands that has no backslash before it.
fn end_of_quoted(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    (0..bytes.len()).find(|at| bytes[*at] == b'"' && (*at == 0 || bytes[*at - 1] != b'\\'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Name, file name and content of each part, of a body that comes in pieces of `size` bytes.
    fn parts(body: &[u8], size: usize) -> Result<Vec<(Head, Vec<u8>)>, Malformed> {
        let mut parser = Parser::new("AaB03x");
        let mut parts: Vec<(Head, Vec<u8>)> = Vec::new();
        let mut open = false;
        for piece in body.chunks(size) {
            parser.feed(piece);
            while let Some(event) = parser.next()? {
                match event {
                    Event::Part(head) => {
                        assert!(!std::mem::replace(&mut open, true), "parts do not nest");
                        parts.push((head, Vec::new()));
                    }
                    Event::Data(data) => {
                        assert!(open && !data.is_empty());
                        parts.last_mut().unwrap().1.extend_from_slice(&data);
                    }
                    Event::End => assert!(std::mem::replace(&mut open, false)),
                }
            }
            assert!(parser.buffer.len() <= HEADERS + body.len().min(size) + 80, "nothing piles up");
        }
        parser.finish().map(|()| parts)
    }

    fn body(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut body = Vec::new();
        for (headers, content) in parts {
            body.extend_from_slice(format!("--AaB03x\r\n{headers}\r\n\r\n").as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--AaB03x--\r\n");
        body
    }

    fn head(name: &str, filename: Option<&str>, content_type: Option<&str>) -> Head {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        Head { name: owned(Some(name)), filename: owned(filename), content_type: owned(content_type) }
    }

    #[test]
    fn parts_come_out_however_the_bytes_come_in() {
        let text = "Content-Disposition: form-data; name=\"a[b]\"";
        let file = "content-disposition: form-data; name=f; filename=\"ü \\\"x\\\" %22y%22.txt\"\r\nContent-Type: text/plain";
        let body = body(&[(text, b"one\r\n--AaB03"), (file, b"\r\n\r\n--\r\n"), (text, b"")]);
        let expected = vec![
            (head("a[b]", None, None), b"one\r\n--AaB03".to_vec()),
            (head("f", Some("ü \"x\" \"y\".txt"), Some("text/plain")), b"\r\n\r\n--\r\n".to_vec()),
            (head("a[b]", None, None), Vec::new()),
        ];
        for size in 1..=body.len() {
            assert_eq!(parts(&body, size).as_ref(), Ok(&expected), "{size}");
        }
        let framed = [b"preamble\r\n", &body[..], b"epilogue --AaB03x"].concat();
        assert_eq!(parts(&framed, 7), Ok(expected));
        assert_eq!(parts(b"--AaB03x--", 1), Ok(vec![]));
    }

    #[test]
    fn what_is_malformed_is_refused() {
        let name = "content-disposition: form-data; name=a";
        let whole = body(&[(name, b"x")]);
        for end in 0..whole.len() - 4 {
            assert_eq!(parts(&whole[..end], 5), Err(Malformed::Cut), "{end}");
        }
        let of = |text: &str| parts(text.as_bytes(), 3);
        assert_eq!(of("--AaB03xy\r\n\r\n\r\n--AaB03x--"), Err(Malformed::Boundary));
        assert_eq!(of(&format!("--AaB03x{}\r\n", " ".repeat(99))), Err(Malformed::Boundary));
        for headers in [
            "no colon",
            "content-disposition: form-data; name=\"a",
            "content-disposition: form-data; name=\"a\"b",
            "content-disposition: form-data; name",
            "x: a\u{0}b",
            "x: a\rb",
        ] {
            assert_eq!(parts(&body(&[(headers, b"")]), 9), Err(Malformed::Headers), "{headers:?}");
        }
        assert_eq!(parts(b"--AaB03x\r\nx: \xff\r\n\r\n", 9), Err(Malformed::Text));
        let long = format!("x: {}", "y".repeat(HEADERS));
        assert_eq!(parts(&body(&[(&long, b"")]), 100), Err(Malformed::LongHeaders));
    }

    #[test]
    fn the_boundary_is_one_of_rfc_2046() {
        assert_eq!(boundary("multipart/form-data; boundary=abc").as_deref(), Ok("abc"));
        assert_eq!(
            boundary("multipart/form-data; charset=utf-8; Boundary=\"a b:c\"").as_deref(),
            Ok("a b:c")
        );
        let long = format!("multipart/form-data; boundary={}", "x".repeat(71));
        for text in [
            "multipart/form-data",
            "multipart/form-data; boundary=",
            "multipart/form-data; boundary=ü",
            "multipart/form-data; x=y",
            &long,
        ] {
            assert_eq!(boundary(text), Err(Malformed::Boundary), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>, size in 1_usize..50) {
            let _ = parts(&bytes, size);
        }

        #[test]
        fn pieces_of_bodies_in_any_order_are_read_alike_in_any_size(
            pieces in proptest::collection::vec("(\r\n|--AaB03x|--|content-disposition: form-data; name=|[a\":;\r\n -])", 0..30),
            size in 1_usize..20,
        ) {
            let body = pieces.concat().into_bytes();
            proptest::prop_assert_eq!(parts(&body, size), parts(&body, usize::MAX));
        }

        #[test]
        fn any_content_comes_back(content in proptest::collection::vec(proptest::num::u8::ANY, 0..300), size in 1_usize..400) {
            let name = "content-disposition: form-data; name=a";
            let expected = vec![(head("a", None, None), content.clone())];
            proptest::prop_assert_eq!(parts(&body(&[(name, &content)]), size), Ok(expected));
        }
    }
}
