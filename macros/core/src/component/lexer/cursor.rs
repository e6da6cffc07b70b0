//! A list of tokens with a position, which knows where the source has gaps.

use proc_macro2::{Delimiter, Group, Punct, Spacing, Span, TokenStream, TokenTree};

/// Goes through tokens one by one.
pub(super) struct Cursor {
    tokens: Vec<TokenTree>,
    at: usize,
    /// The token before the first.
    before: Option<TokenTree>,
}

impl Cursor {
    pub(super) fn new(tokens: TokenStream, before: Option<TokenTree>) -> Self {
        Self { tokens: tokens.into_iter().collect(), at: 0, before }
    }

    pub(super) fn peek(&self) -> Option<&TokenTree> {
        self.peek_at(0)
    }

    pub(super) fn peek_at(&self, ahead: usize) -> Option<&TokenTree> {
        self.tokens.get(self.at + ahead)
    }

    /// Takes the next token.
    pub(super) fn next(&mut self) -> Option<TokenTree> {
        let token = self.tokens.get(self.at).cloned();
        self.at += usize::from(token.is_some());
        token
    }

    /// Takes `count` tokens.
    pub(super) fn take(&mut self, count: usize) -> TokenStream {
        let end = (self.at + count).min(self.tokens.len());
        let taken = self.tokens[self.at..end].iter().cloned().collect();
        self.at = end;
        taken
    }

    /// The token that was taken last.
    pub(super) fn last(&self) -> Option<TokenTree> {
        match self.at.checked_sub(1) {
            Some(last) => self.tokens.get(last).cloned(),
            None => self.before.clone(),
        }
    }

    pub(super) fn last_span(&self) -> Span {
        self.last().map_or_else(Span::call_site, |token| token.span())
    }

    /// Whether there is a gap before the next token.
    pub(super) fn gap(&self) -> bool {
        matches!((self.last(), self.peek()), (Some(last), Some(next)) if is_gap_before(&last, next))
    }

    /// Whether the next token stands on a new line.
    pub(super) fn new_line(&self) -> bool {
        matches!((self.last(), self.peek()), (Some(last), Some(next)) if end(&last).end().line < start(next).start().line)
    }

    /// Whether there is a gap between the tokens `ahead` and `ahead + 1`.
    fn gap_at(&self, ahead: usize) -> bool {
        matches!((self.peek_at(ahead), self.peek_at(ahead + 1)), (Some(left), Some(right)) if is_gap_before(left, right))
    }

    pub(super) fn is_punct(&self, ahead: usize, character: char) -> bool {
        matches!(self.peek_at(ahead), Some(TokenTree::Punct(punct)) if punct.as_char() == character)
    }

    pub(super) fn is_ident(&self, ahead: usize, word: &str) -> bool {
        matches!(self.peek_at(ahead), Some(TokenTree::Ident(ident)) if ident == word)
    }

    pub(super) fn is_brace(&self, ahead: usize) -> bool {
        matches!(self.peek_at(ahead), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace)
    }

    /// Takes the next token if it is this one.
    pub(super) fn skip_punct(&mut self, character: char) -> bool {
        let found = self.is_punct(0, character);
        self.at += usize::from(found);
        found
    }

    /// Takes a group in braces if it is next.
    pub(super) fn brace(&mut self) -> Option<Group> {
        match self.peek() {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                let group = group.clone();
                self.at += 1;
                Some(group)
            }
            _ => None,
        }
    }

    /// Whether a tag, a comment or a doctype begins here: `<` with something right behind it.
    pub(super) fn at_tag(&self) -> bool {
        let begins = match self.peek_at(1) {
            Some(TokenTree::Ident(_)) => true,
            Some(TokenTree::Punct(punct)) => matches!(punct.as_char(), '/' | '.' | ':' | '!' | '>'),
            _ => false,
        };
        self.is_punct(0, '<') && begins && !self.gap_at(0)
    }

    /// Whether a closing tag begins `ahead`.
    pub(super) fn at_closing_tag(&self, ahead: usize) -> bool {
        self.is_punct(ahead, '<') && self.is_punct(ahead + 1, '/')
    }
}

/// A token that stands for a place, such as an opening parenthesis.
pub(super) fn mark(span: Span) -> TokenTree {
    let mut punct = Punct::new(',', Spacing::Alone);
    punct.set_span(span);
    punct.into()
}

fn start(token: &TokenTree) -> Span {
    match token {
        TokenTree::Group(group) => group.span_open(),
        token => token.span(),
    }
}

fn end(token: &TokenTree) -> Span {
    match token {
        TokenTree::Group(group) => group.span_close(),
        token => token.span(),
    }
}

/// Whether the source has a gap between two tokens.
///
/// Tokens that another macro made may have no places; between those, only words are set apart.
pub(super) fn is_gap_before(left: &TokenTree, right: &TokenTree) -> bool {
    let is_word = |token: &TokenTree| matches!(token, TokenTree::Ident(_) | TokenTree::Literal(_));
    match places(end(left), start(right)) {
        Some(gap) => gap,
        None => is_word(left) && is_word(right),
    }
}

/// Whether the source has a gap between `left` and the sign at `right`.
pub(super) fn is_gap(left: &TokenTree, right: Span) -> bool {
    places(end(left), right).unwrap_or(false)
}

/// Whether there is a gap, where the places are known.
fn places(left: Span, right: Span) -> Option<bool> {
    let (from, to) = (left.end(), right.start());
    let same = left.start() == to && from == right.end();
    (from.line > 0 && to.line > 0 && !same).then_some(from != to)
}
