//! The text of a `CREATE TABLE` comes in, the same with other columns and constraints goes out.

use super::super::migration::Edit;

/// A table's definition, taken apart as far as it can be changed.
#[derive(Debug, PartialEq)]
pub(super) struct Definition {
    /// Columns and then constraints, each as it was written.
    parts: Vec<String>,
    /// What stands behind the closing parenthesis, as in `STRICT`.
    options: String,
}

impl Definition {
    /// None where it is not a list of parts in parentheses, as for `CREATE TABLE .. AS SELECT`.
    pub(super) fn parse(sql: &str) -> Option<Self> {
        let open = scan(sql, 0).find(|(_, depth, letter)| *depth == 1 && *letter == '(')?.0;
        let mut parts = Vec::new();
        let mut start = open + 1;
        for (index, depth, letter) in scan(sql, 0).skip_while(|(index, ..)| *index <= open) {
            if depth == 1 && letter == ',' || depth == 0 && letter == ')' {
                parts.push(sql[start..index].trim().to_owned());
                start = index + 1;
            }
            if depth == 0 && letter == ')' {
                return Some(Self { parts, options: sql[start..].trim().to_owned() });
            }
        }
        None
    }

    pub(super) fn sql(&self, name: &str) -> String {
        format!("CREATE TABLE {name} (\n  {}\n) {}", self.parts.join(",\n  "), self.options)
    }

    /// The error names the column or constraint that is not there.
    pub(super) fn apply(&mut self, edit: &Edit) -> Result<(), String> {
        match edit {
            Edit::Add(definition) => {
                let columns = self.parts.iter().take_while(|part| !is_constraint(part)).count();
                self.parts.insert(columns, definition.clone());
            }
            Edit::Set(column, definition) => {
                let place = self.column(column)?;
                self.parts[place].clone_from(definition);
            }
            Edit::Remove(column) => {
                let place = self.column(column)?;
                self.parts.remove(place);
            }
            Edit::AddConstraint(constraint) => self.parts.push(constraint.clone()),
            Edit::RemoveConstraint(name) => {
                let named = |part: &String| {
                    let mut words = words(part);
                    words.next().is_some_and(|word| word.eq_ignore_ascii_case("constraint"))
                        && words.next().is_some_and(|word| unquoted(word).eq_ignore_ascii_case(name))
                };
                let place =
                    self.parts.iter().position(named).ok_or_else(|| format!("no constraint `{name}`"))?;
                self.parts.remove(place);
            }
        }
        Ok(())
    }

    fn column(&self, name: &str) -> Result<usize, String> {
        let is_it = |part: &String| {
            !is_constraint(part)
                && words(part).next().is_some_and(|word| unquoted(word).eq_ignore_ascii_case(name))
        };
        self.parts.iter().position(is_it).ok_or_else(|| format!("no column `{name}`"))
    }
}

/// Whether a part is about the whole table: it begins with one of five words that are not quoted.
fn is_constraint(part: &str) -> bool {
    let words_of_constraints = ["constraint", "primary", "unique", "check", "foreign"];
    words(part)
        .next()
        .is_some_and(|word| words_of_constraints.iter().any(|known| word.eq_ignore_ascii_case(known)))
}

/// What is separated by space, comments or parentheses, quotes kept: enough for the first words of a part.
fn words(part: &str) -> impl Iterator<Item = &str> {
    let mut rest = part;
    std::iter::from_fn(move || {
        let start = scan(rest, 0).find(|(_, _, letter)| !letter.is_whitespace()).map(|(index, ..)| index)?;
        rest = &rest[start..];
        let quote = rest.chars().next().filter(|letter| matches!(letter, '"' | '`' | '[' | '\''));
        let length = match quote {
            Some(quote) => closing(rest, quote),
            None => {
                rest.find(|letter: char| letter.is_whitespace() || letter == '(').unwrap_or(rest.len()).max(1)
            }
        };
        let (word, behind) = rest.split_at_checked(length)?;
        rest = behind;
        Some(word)
    })
}

fn unquoted(word: &str) -> String {
    let quote = word.chars().next().filter(|letter| matches!(letter, '"' | '`' | '[' | '\''));
    match quote {
        Some(_) if word.len() < 2 => word.to_owned(),
        Some('[') => word[1..word.len() - 1].to_owned(),
        Some(quote) => word[1..word.len() - 1].replace(&format!("{quote}{quote}"), &quote.to_string()),
        None => word.to_owned(),
    }
}

/// How long a quoted text at the beginning of `text` is, with its quotes.
fn closing(text: &str, quote: char) -> usize {
    let close = if quote == '[' { ']' } else { quote };
    let mut letters = text.char_indices().skip(1).peekable();
    while let Some((index, letter)) = letters.next() {
        if letter == close {
            // Doubled, it is a part of the text.
            let doubled = close != ']' && letters.peek().is_some_and(|(_, next)| *next == close);
            if !doubled {
                return index + letter.len_utf8();
            }
            letters.next();
        }
    }
    text.len()
}

/// Every letter outside of comments with its place and the depth of parentheses behind it; of a quoted text the first one only.
fn scan(sql: &str, from: usize) -> impl Iterator<Item = (usize, usize, char)> {
    let (mut index, mut depth) = (from, 0_usize);
    std::iter::from_fn(move || {
        loop {
            let rest = sql.get(index..)?;
            if rest.starts_with("--") {
                index += rest.find('\n').unwrap_or(rest.len());
                continue;
            }
            if rest.starts_with("/*") {
                index += rest.find("*/").map_or(rest.len(), |end| end + 2);
                continue;
            }
            let letter = rest.chars().next()?;
            let place = index;
            index += match letter {
                '"' | '`' | '[' | '\'' => closing(rest, letter),
                _ => letter.len_utf8(),
            };
            match letter {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            return Some((place, depth, letter));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const USERS: &str = r#"CREATE TABLE "us(ers" (
        id INTEGER PRIMARY KEY, -- the key, (always)
        "a ""name""" TEXT DEFAULT 'x, (y' NOT NULL,
        [price] DECIMAL(10, 2) CHECK (price > 0 AND (1 = 1)), /* , */
        CONSTRAINT positive CHECK (id > 0),
        UNIQUE (price)
    ) STRICT"#;

    fn parts(sql: &str) -> Vec<String> {
        Definition::parse(sql).expect("a definition").parts
    }

    #[test]
    fn parts_are_found() {
        let parts = parts(USERS);
        assert_eq!(parts.len(), 5, "{parts:#?}");
        assert_eq!(parts[0], "id INTEGER PRIMARY KEY");
        assert!(parts[2].starts_with("-- the key") || parts[1].starts_with("-- the key"), "{parts:#?}");
        assert_eq!(parts[4].trim(), "UNIQUE (price)");
        assert_eq!(Definition::parse(USERS).expect("a definition").options, "STRICT");
        assert_eq!(Definition::parse("CREATE TABLE a AS SELECT 1"), None);
        assert_eq!(Definition::parse("CREATE TABLE a (b"), None);
    }

    #[test]
    fn parts_are_changed() {
        let mut definition = Definition::parse(USERS).expect("a definition");
        definition.apply(&Edit::Set("a \"name\"".into(), "name TEXT".into())).expect("a column");
        definition.apply(&Edit::Remove("PRICE".into())).expect("a column");
        definition.apply(&Edit::Add("age INTEGER".into())).expect("a column");
        definition.apply(&Edit::RemoveConstraint("positive".into())).expect("a constraint");
        definition.apply(&Edit::AddConstraint("CHECK (age > 0)".into())).expect("a constraint");
        let sql = definition.sql("new");
        let expected = "CREATE TABLE new (\n  id INTEGER PRIMARY KEY,\n  name TEXT,\n  age INTEGER,\n  UNIQUE (price),\n  CHECK (age > 0)\n) STRICT";
        assert_eq!(sql, expected);
        assert_eq!(definition.apply(&Edit::Remove("price".into())), Err("no column `price`".to_owned()));
        assert_eq!(
            definition.apply(&Edit::RemoveConstraint("x".into())),
            Err("no constraint `x`".to_owned())
        );
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_a_definition_or_not(sql in "CREATE TABLE a? ?\\([a-z\"'`\\[\\](),*/ -]{0,40}\\)?") {
            if let Some(mut definition) = Definition::parse(&sql) {
                let _ = definition.apply(&Edit::Remove("a".into()));
                let _ = definition.apply(&Edit::RemoveConstraint("a".into()));
            }
        }
    }
}
