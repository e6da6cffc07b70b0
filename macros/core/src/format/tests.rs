//! What goes in beside what comes out, and what must hold for any source.

use proptest::prelude::*;

use super::*;

/// The template as it is laid out in a function.
#[track_caller]
fn laid_out(template: &str) -> String {
    let source = format!("fn page() {{\n    html! {{{template}}}\n}}\n");
    let formatted = format(&source, 60).expect("these are tokens");
    assert_eq!(format(&formatted, 60).as_deref(), Ok(&*formatted), "laid out once more");
    let template =
        formatted.strip_prefix("fn page() {\n    html! {").and_then(|text| text.strip_suffix("}\n}\n"));
    template.expect("what is around stays").to_owned()
}

#[test]
fn what_is_in_something_is_indented() {
    let typed = "
      <ul>
   <li :for={name in names}>
          {name}
              </li></ul>
    ";
    let formatted = "
        <ul>
            <li :for={name in names}>
                {name}
        </li></ul>
    ";
    assert_eq!(laid_out(typed), formatted);
    assert_eq!(
        laid_out("\n<div><p>\na\n</p></div>\n"),
        "\n        <div><p>\n            a\n        </p></div>\n    "
    );
    assert_eq!(
        laid_out("\n<br>\n<p>a</p>\n"),
        "\n        <br>\n        <p>a</p>\n    ",
        "void elements hold nothing"
    );
}

#[test]
fn spaces_are_single_and_gaps_stay_gaps() {
    assert_eq!(
        laid_out("<p   class = \"a\" id = { 1 }  >a   <b>b</b>c</p>"),
        " <p class=\"a\" id={1}>a <b>b</b>c</p> "
    );
    assert_eq!(laid_out("<br/><.card  />"), " <br /><.card /> ");
    assert_eq!(laid_out(""), "");
    assert_eq!(
        laid_out("\n\n\n<p>a</p>\n\n\n\n<p>b</p>\n\n"),
        "\n        <p>a</p>\n\n        <p>b</p>\n    "
    );
}

#[test]
fn long_tags_are_broken() {
    let typed = "<input type=\"text\" id={field.id()} name={field.name()} value={field.value()}>";
    let formatted = "
        <input
            type=\"text\"
            id={field.id()}
            name={field.name()}
            value={field.value()}
        >
    ";
    assert_eq!(laid_out(typed), formatted);
    assert_eq!(
        laid_out("\n<p\nclass=\"a\"\n>a</p>\n"),
        "\n        <p class=\"a\">a</p>\n    ",
        "short ones are joined"
    );
    // Nothing is won where the text is what is long.
    let text = "<p class=\"a\" id=\"b\">\"one two three four five six seven eight nine ten\"</p>";
    assert_eq!(laid_out(&format!("\n{text}\n")), format!("\n        {text}\n    "));
}

#[test]
fn blocks_are_indented() {
    let typed = "
    if a {<p>a</p>} else if b {
    <p>b</p> }
    else { }
    match c {
    0 => zero,
      Some(_) if d => { <i>d</i> }
    _ => {
    for e in f {
    {e}
    }
    }
    }
";
    let formatted = "
        if a { <p>a</p> } else if b {
            <p>b</p> } else {}
        match c {
            0 => zero,
            Some(_) if d => { <i>d</i> }
            _ => {
                for e in f {
                    {e}
                }
            }
        }
    ";
    assert_eq!(laid_out(typed), formatted);
}

#[test]
fn comments_stay() {
    let typed = "
    // first
    <p // of the tag
       class=\"a\">a</p> // behind
    /* a */ <p /* within */ id=\"b\">b</p><!-- HTML -->
    // last
    ";
    let formatted = "
        // first
        <p
            // of the tag
            class=\"a\"
        >a</p> // behind
        /* a */ <p /* within */ id=\"b\">b</p><!-- HTML -->
        // last
    ";
    assert_eq!(laid_out(typed), formatted);
}

#[test]
fn rust_moves_as_a_whole() {
    let typed = "
  <p>
  {match a {
      1 => \"one
  line\",
      _ => \"\",
  }}
  </p>
";
    let formatted = "
        <p>
            {match a {
                1 => \"one
  line\",
                _ => \"\",
            }}
        </p>
    ";
    assert_eq!(laid_out(typed), formatted);
}

#[test]
fn templates_within_templates() {
    let typed = "\n<p>{a.map(|a| html! {<b>{  a  }</b>})}</p>\n";
    assert_eq!(laid_out(typed), "\n        <p>{a.map(|a| html! { <b>{a}</b> })}</p>\n    ");
}

#[test]
fn only_templates_change() {
    let source =
        "macro_rules! page { () => { html! {  <p>  } } }\nfn  a( ) { html ! {<p>a</p>} ; other! {  <p> } }\n";
    let formatted = source.replace("{<p>a</p>}", "{ <p>a</p> }");
    assert_eq!(format(source, WIDTH), Ok(formatted));
    let components = "component! {\n  fn a( x : u8 ) {\n  <p>{x}</p>\n  }\n}\n";
    assert_eq!(
        format(components, WIDTH),
        Ok("component! {\n  fn a( x : u8 ) {\n      <p>{x}</p>\n  }\n}\n".to_owned())
    );
}

#[test]
fn what_is_wrong_stays() {
    for source in [
        "html! {  <p>  }",
        "html! {  <dvi>a</dvi>  }",
        "html! {  <p class=>a</p>  }",
        "html! {  /// doc\n <p>a</p> }",
    ] {
        assert_eq!(format(source, WIDTH).as_deref(), Ok(source));
    }
    let error = format("fn a() {\n    \"open\n}", WIDTH).expect_err("a text without end");
    assert_eq!(error.to_string().split(':').next(), Some("line 2"));
}

#[test]
fn windows_lines_stay() {
    let formatted = format("html! {\r\n<p>a</p>\r\n}\r\n", WIDTH);
    assert_eq!(formatted.as_deref(), Ok("html! {\r\n    <p>a</p>\r\n}\r\n"));
}

#[test]
fn the_readme_is_laid_out() {
    let readme = include_str!("../../../../README.md");
    let programs: Vec<_> =
        readme.split("```rust").skip(1).filter_map(|text| text.split("```").next()).collect();
    assert!(!programs.is_empty());
    for program in programs {
        let (_, program) = program.split_once('\n').expect("a line of its own");
        assert_eq!(format(program, WIDTH).as_deref(), Ok(program));
    }
}

/// The tokens one by one, without regard to what is between them.
fn flat(tokens: TokenStream) -> Vec<String> {
    let mut texts = Vec::new();
    for token in tokens {
        match token {
            proc_macro2::TokenTree::Group(group) => {
                texts.push(format!("{:?}", group.delimiter()));
                texts.extend(flat(group.stream()));
                texts.push("end".to_owned());
            }
            token => texts.push(token.to_string()),
        }
    }
    texts
}

/// Pieces of templates, in any order.
fn template() -> impl Strategy<Value = String> {
    let pieces = vec![
        "<p>",
        "</p>",
        "<ul>",
        "</ul>",
        "<li",
        ">",
        "</li>",
        "<br>",
        "<.card",
        "/>",
        "</.card>",
        "class=\"a\"",
        "id={1}",
        ":if={a}",
        "{ a }",
        "{b}",
        "word",
        "\"text\"",
        "if",
        "else",
        "for x in y",
        "match z",
        "{",
        "}",
        "0 =>",
        "_ =>",
        ",",
        " ",
        "\n",
        "\n\n",
        "  \n  ",
        " // one\n",
        "/* two */",
        "<!-- three -->",
        "(",
        ")",
        "{html! {<b>c</b>}}",
        "!",
        "&nbsp;",
    ];
    prop::collection::vec(prop::sample::select(pieces), 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn any_template_keeps_its_meaning(template in template()) {
        let source = format!("fn page() {{ html! {{{template}}} }}");
        if let Ok(formatted) = format(&source, 40) {
            prop_assert_eq!(flat(tokens(&formatted).unwrap()), flat(tokens(&source).unwrap()));
            prop_assert_eq!(format(&formatted, 40).unwrap(), formatted);
        }
    }
}

/// The file as it is laid out.
#[track_caller]
fn laid_out_file(file: &str) -> String {
    let formatted = format_file(file, 60);
    assert_eq!(format_file(&formatted, 60), formatted, "laid out once more");
    formatted
}

#[test]
fn files_are_laid_out_like_templates() {
    let typed = r#"<!-- It's kept -->
<article   class = "message" data-level={ level }>
  <p>It's {name}'s turn 🎉, don't // panic</p>
  {/* Nobody sees this. */}
if words.len() > 1 {
<b>{words.len()} words</b>
  }
    else if let Some(word) = words.first() {<i>{word}</i>} else {
    nothing
    }


      match level {
0 => { zero },
  _ if level > 100 => { a lot } }
  <.badge kind='new' size=2 {rest}>if you can't</.badge>
  for word in &words {
{word}
}
  <input type="text" id={field.id()} name={field.name()} value={level} disabled>
</article>"#;
    let formatted = r#"<!-- It's kept -->
<article class="message" data-level={level}>
    <p>It's {name}'s turn 🎉, don't // panic</p>
    {/* Nobody sees this. */}
    if words.len() > 1 {
        <b>{words.len()} words</b>
    } else if let Some(word) = words.first() { <i>{word}</i> } else {
        nothing
    }

    match level {
        0 => { zero },
        _ if level > 100 => { a lot } }
    <.badge kind='new' size=2 {rest}>if you can't</.badge>
    for word in &words {
        {word}
    }
    <input
        type="text"
        id={field.id()}
        name={field.name()}
        value={level}
        disabled
    >
</article>
"#;
    assert_eq!(laid_out_file(typed), formatted);
}

#[test]
fn gaps_that_are_seen_stay() {
    let typed = "<div>\n<pre>\n two\n   lines  </pre>\n<script>\n  if (1 < 2) { go() }\n</script>\n</div>\n";
    let formatted =
        "<div>\n    <pre>\n two\n   lines  </pre>\n    <script>\n  if (1 < 2) { go() }\n</script>\n</div>\n";
    assert_eq!(laid_out_file(typed), formatted);
}

#[test]
fn files_with_mistakes_stay_as_they_are() {
    for file in ["<p>\n  <b>", "  {a", "  <p clas", "if a {\n<p>", "<!-- a", "match a { 1 }", "<p>a</b>\n"] {
        assert_eq!(format_file(file, WIDTH), file);
    }
    assert_eq!(format_file("<p>\r\n{a}\r\n</p>\r\n", WIDTH), "<p>\r\n    {a}\r\n</p>\r\n");
}

proptest! {
    #[test]
    fn any_file_keeps_its_meaning(file in file()) {
        let formatted = format_file(&file, 40);
        prop_assert_eq!(crate::component::file_meaning(&formatted), crate::component::file_meaning(&file));
        prop_assert_eq!(format_file(&formatted, 40), formatted);
    }
}

/// Pieces of files in any order, most of which are no template.
fn file() -> impl Strategy<Value = String> {
    let pieces = vec![
        "<p>",
        "</p>",
        "<b id={a}>",
        "</b>",
        "<br>",
        "{a}",
        "{ a }",
        "word",
        "it's",
        " ",
        " ",
        "\n",
        "\n\n",
        "if a {",
        "}",
        " else {",
        "for a in b {",
        "match a {",
        "1 => {",
        ",",
        "<pre>",
        "</pre>",
        "<!-- a\n b -->",
        "<.card a='b' {c} />",
        "if ",
    ];
    prop::collection::vec(prop::sample::select(pieces), 0..14).prop_map(|pieces| pieces.concat())
}
