//! Which attributes HTML gives to which elements: data only.

/// Attributes that every element has (HTML Standard, 3.2.6), those of ARIA, RDFa and shadow trees among them.
const GLOBAL: &str = "accesskey autocapitalize autocorrect autofocus class contenteditable dir draggable enterkeyhint \
     exportparts hidden id inert inputmode is itemid itemprop itemref itemscope itemtype lang nonce \
     part popover property role slot spellcheck style tabindex title translate writingsuggestions \
     xmlns";

/// Attributes of certain elements (HTML Standard, index of attributes).
const OF_ELEMENTS: &[(&str, &str)] = &[
    ("a", "download href hreflang ping referrerpolicy rel target type name"),
    ("area", "alt coords download href ping referrerpolicy rel shape target"),
    ("audio", "autoplay controls crossorigin loop muted preload src"),
    ("base", "href target"),
    ("blockquote", "cite"),
    ("body", "alink background link text vlink"),
    (
        "button",
        "command commandfor disabled form formaction formenctype formmethod formnovalidate formtarget \
     name popovertarget popovertargetaction type value",
    ),
    ("canvas", "height width"),
    ("col", "span width"),
    ("colgroup", "span width"),
    ("data", "value"),
    ("del", "cite datetime"),
    ("details", "name open"),
    ("dialog", "closedby open"),
    ("embed", "height src type width"),
    ("fieldset", "disabled form name"),
    ("font", "size"),
    ("form", "accept-charset action autocomplete enctype method name novalidate rel target"),
    ("frame", "longdesc name noresize src"),
    ("frameset", "cols rows"),
    ("head", "profile"),
    ("hr", "size width"),
    ("html", "manifest version"),
    ("iframe", "allow allowfullscreen height loading name referrerpolicy sandbox src srcdoc width"),
    (
        "img",
        "alt crossorigin decoding fetchpriority height ismap loading longdesc name referrerpolicy sizes \
     src srcset usemap width",
    ),
    (
        "input",
        "accept alpha alt autocomplete capture checked colorspace dirname disabled form formaction \
     formenctype formmethod formnovalidate formtarget height list max maxlength min minlength \
     multiple name pattern placeholder popovertarget popovertargetaction readonly required size src \
     step type value webkitdirectory width",
    ),
    ("ins", "cite datetime"),
    ("label", "for form"),
    ("li", "type value"),
    (
        "link",
        "as blocking charset color crossorigin disabled fetchpriority href hreflang imagesizes \
     imagesrcset integrity media referrerpolicy rel sizes target type",
    ),
    ("map", "name"),
    ("meta", "charset content http-equiv media name scheme"),
    ("meter", "high low max min optimum value"),
    ("object", "data form height name type usemap width"),
    ("ol", "reversed start type"),
    ("optgroup", "disabled label"),
    ("option", "disabled label selected value"),
    ("output", "for form name"),
    ("param", "name type value valuetype"),
    ("pre", "width"),
    ("progress", "max value"),
    ("q", "cite"),
    (
        "script",
        "async blocking charset crossorigin defer fetchpriority integrity language nomodule \
     referrerpolicy src type",
    ),
    ("select", "autocomplete disabled form multiple name required size"),
    ("slot", "name"),
    ("source", "height media sizes src srcset type width"),
    ("style", "blocking media type"),
    ("table", "frame rules summary width"),
    ("td", "abbr colspan headers height rowspan scope width"),
    (
        "template",
        "shadowrootclonable shadowrootcustomelementregistry shadowrootdelegatesfocus shadowrootmode \
     shadowrootserializable",
    ),
    (
        "textarea",
        "autocomplete cols dirname disabled form maxlength minlength name placeholder readonly required \
     rows wrap",
    ),
    ("th", "abbr colspan headers height rowspan scope width"),
    ("time", "datetime"),
    ("track", "default kind label src srclang"),
    ("ul", "type"),
    (
        "video",
        "autoplay controls controlslist crossorigin disablepictureinpicture disableremoteplayback height \
     loop muted playsinline poster preload src width",
    ),
];

/// Obsolete attributes that browsers still follow, wherever they stand: mail readers know nothing else.
const OBSOLETE: &str = "align axis bgcolor border bordercolor cellpadding cellspacing char charoff clear color compact \
     face frameborder height hspace marginheight marginwidth noshade nowrap scrolling valign vspace \
     width";

/// States and properties of ARIA (WAI-ARIA 1.3), without their `aria-`.
const ARIA: &str = "activedescendant atomic autocomplete braillelabel brailleroledescription busy checked colcount \
     colindex colindextext colspan controls current describedby description details disabled \
     dropeffect errormessage expanded flowto grabbed haspopup hidden invalid keyshortcuts label \
     labelledby level live modal multiline multiselectable orientation owns placeholder posinset \
     pressed readonly relevant required roledescription rowcount rowindex rowindextext rowspan \
     selected setsize sort valuemax valuemin valuenow valuetext";

/// What LiveView's client listens to, without `phx-`; beside `phx-value-…`, and what hooks make up.
const BINDINGS: &str = "auto-recover blur change click click-away connected debounce disable-with disconnected \
     drop-target feedback-for focus hook key keydown keyup mounted no-unused-field page-loading \
     remove submit target throttle track-static trigger-action update viewport-bottom \
     viewport-overrun-target viewport-top window-blur window-focus window-keydown window-keyup";

/// Whether every element has the attribute, or may be given it: `class`, `data-id`, `aria-label`, `phx-click`, `onclick`.
pub(in crate::component) fn is_global(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["data-", "aria-", "phx-", "xml:", "xmlns:"].iter().any(|prefix| name.starts_with(prefix))
        || super::is_code_attribute(&name) && name != "srcdoc"
        || global().any(|known| known == name)
}

/// Whether the element has the attribute. Names with other signs than letters are left to whoever made them up.
pub(in crate::component) fn has_attribute(element: &str, name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    !name.bytes().all(|byte| byte.is_ascii_alphabetic())
        || is_global(&name)
        || names(OBSOLETE).any(|known| known == name)
        || own_attributes(element).any(|known| known.eq_ignore_ascii_case(&name))
}

/// The attributes of the element, its own first.
pub(in crate::component) fn attributes_of(element: &str) -> impl Iterator<Item = &'static str> {
    own_attributes(element).chain(global())
}

/// The attributes that every element has.
pub(in crate::component) fn global() -> impl Iterator<Item = &'static str> {
    names(GLOBAL)
}

/// Names with spaces between.
fn names(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.split_ascii_whitespace()
}

/// The attributes that the element has and others have not.
pub(in crate::component) fn own_attributes(element: &str) -> impl Iterator<Item = &'static str> {
    let own = OF_ELEMENTS.iter().find(|(name, _)| *name == element);
    own.into_iter().flat_map(|(_, attributes)| names(attributes))
}

/// What HTML calls an attribute that JavaScript calls by another name.
pub(in crate::component) fn of_other_language(name: &str) -> Option<&'static str> {
    match name {
        "className" => Some("class"),
        "htmlFor" => Some("for"),
        "defaultValue" => Some("value"),
        "defaultChecked" => Some("checked"),
        _ => None,
    }
}

/// The known names with the prefix of `name`, if it is `aria-` or `phx-` and the name is none of them.
pub(in crate::component) fn misspelt_prefixed(name: &str) -> Option<Vec<String>> {
    let (prefix, rest, known) = match (name.strip_prefix("aria-"), name.strip_prefix("phx-")) {
        (Some(rest), _) => ("aria-", rest, ARIA),
        (_, Some(rest)) if !rest.starts_with("value-") => ("phx-", rest, BINDINGS),
        _ => return None,
    };
    let is_known = names(known).any(|known| known == rest);
    (!is_known).then(|| names(known).map(|known| format!("{prefix}{known}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn global_attributes() {
        for name in ["class", "data-id", "aria-label", "phx-click", "onclick", "tabIndex", "xml:lang"] {
            assert!(is_global(name), "{name}");
        }
        for name in ["href", "value", "disabled", "srcdoc", "titel"] {
            assert!(!is_global(name), "{name}");
        }
    }

    #[test]
    fn attributes_of_elements() {
        for (element, name) in
            [("a", "href"), ("p", "class"), ("input", "readOnly"), ("p", "x-on:click"), ("td", "align")]
        {
            assert!(has_attribute(element, name), "{element} {name}");
        }
        for (element, name) in [("p", "href"), ("a", "clas"), ("div", "disabled"), ("input", "for")] {
            assert!(!has_attribute(element, name), "{element} {name}");
        }
    }

    #[test]
    fn every_listed_element_is_known() {
        let unknown: Vec<_> =
            OF_ELEMENTS.iter().filter(|(name, _)| !super::super::is_element(name)).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}
