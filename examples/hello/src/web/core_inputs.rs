//! The inputs of the application's forms, of every type, with their labels and errors.

use bennu::changeset::{FieldError, Meta};
use bennu::form::{Options, normalize_value, options_for_select};
use bennu::prelude::*;

use super::core_components::icon;

component! {
    /// An input with its label and its errors.
    ///
    /// With a `field` it knows its name, its id, its value and its errors; each can be given by itself, too. Errors show once
    /// somebody has used the input. A password is never sent back to the page unless its `value` is given.
    ///
    /// Beside the types of HTML there are `textarea`, `select`, and for several options at once `radio` and `checkgroup`.
    pub fn input(
        /// What the form says of it: `form.field(User::email)`.
        field: Option<FormField>,
        type: &str in [
            "checkbox", "checkgroup", "color", "date", "datetime-local", "email", "file", "hidden", "month", "number",
            "password", "radio", "range", "search", "select", "tel", "text", "textarea", "time", "url", "week",
        ] = "text",
        label: Option<&str>,
        id: Option<&str>,
        name: Option<&str>,
        value: Option<&str>,
        errors: Vec<FieldError> = Vec::new(),
        /// What helps to fill it in.
        hint: Option<&str>,
        /// What `select`, `radio` and `checkgroup` offer.
        options: Options = Options::new(),
        /// The first option of a `select`, which stands for nothing.
        prompt: Option<&str>,
        /// Whether several options of a `select`, or several files, can be chosen.
        multiple: bool = false,
        /// Whether the browser checks the rules of the field's changeset, too: `required`, `maxlength` and the like.
        validate: bool = false,
        rest: Rest include [
            "accept", "autocomplete", "capture", "cols", "disabled", "form", "list", "max", "maxlength", "min", "minlength",
            "pattern", "placeholder", "readonly", "required", "rows", "size", "step",
        ],
    ) {
        <.control
            control={&Control::new(field.as_ref(), r#type, (id, name), value, multiple, validate, &errors)}
            label={label}
            hint={hint}
            options={&options}
            prompt={prompt}
            {rest}
        />
    }

    /// The markup of each type.
    fn control(
        control: &Control<'_>,
        label: Option<&str>,
        hint: Option<&str>,
        options: &Options,
        prompt: Option<&str>,
        rest: Rest,
    ) {
        match control.kind {
            "hidden" => { <input
                type="hidden"
                id={&control.id}
                name={&control.name}
                value={control.value()}
                {rest}
            > }
            "checkbox" => {
                <div class={control.class()}>
                    <label class="check">
                        <input
                            type="hidden"
                            name={&control.name}
                            value="false"
                            disabled={rest.has("disabled")}
                        >
                        <input
                            type="checkbox"
                            id={&control.id}
                            name={&control.name}
                            value="true"
                            checked={control.value() == "true"}
                            aria-invalid={control.is_invalid()}
                            aria-describedby={control.described_by(hint)}
                            {rest}
                        >
                        <span>{label}</span>
                    </label>
                    <.notes control={control} hint={hint} />
                </div>
            }
            "radio" | "checkgroup" => {
                <fieldset class={control.class()} aria-describedby={control.described_by(hint)}>
                    <legend :if={let Some(label) = label}>{label}</legend>
                    <input :if={control.kind == "checkgroup"} type="hidden" name={&control.name} value="">
                    <label :for={(index, (text, value)) in options.iter().enumerate()} class="check">
                        <input
                            type={control.box_type()}
                            id={control.id_of(index)}
                            name={&control.name}
                            value={value}
                            checked={control.has(value)}
                            {rest}
                            {control.rules(rest)}
                        >
                        <span>{text}</span>
                    </label>
                    <.notes control={control} hint={hint} />
                </fieldset>
            }
            _ => {
                <div class={control.class()}>
                    <label :if={let Some(label) = label} for={&control.id}>{label}</label>
                    match control.kind {
                        "select" => {
                            <select
                                id={&control.id}
                                name={&control.name}
                                multiple={control.multiple}
                                aria-invalid={control.is_invalid()}
                                aria-describedby={control.described_by(hint)}
                                {rest}
                                {control.rules(rest)}
                            >
                                {options_for_select(&prompted(options, prompt), control.selected())}
                            </select>
                        }
                        "textarea" => {
                            <textarea
                                id={&control.id}
                                name={&control.name}
                                aria-invalid={control.is_invalid()}
                                aria-describedby={control.described_by(hint)}
                                {rest}
                                {control.rules(rest)}
                            >{normalize_value("textarea", control.value())}</textarea>
                        }
                        kind => {
                            <input
                                type={kind}
                                id={&control.id}
                                name={&control.name}
                                value={control.shown()}
                                multiple={control.multiple}
                                aria-invalid={control.is_invalid()}
                                aria-describedby={control.described_by(hint)}
                                {rest}
                                {control.rules(rest)}
                            >
                        }
                    }
                    <.notes control={control} hint={hint} />
                </div>
            }
        }
    }

    /// What stands below an input.
    fn notes(control: &Control<'_>, hint: Option<&str>) {
        <p :if={let Some(hint) = hint} class="hint" id={control.note_id("hint")}>{hint}</p>
        <div :if={!control.errors.is_empty()} id={control.note_id("errors")}>
            <.error :for={text in control.errors}>{text}</.error>
        </div>
    }

    /// What is wrong with an input.
    pub fn error(inner_block: Slot) {
        <p class="error"><.icon name="exclamation-circle" /><span>{inner_block}</span></p>
    }
}

fn prompted(options: &Options, prompt: Option<&str>) -> Options {
    match prompt {
        Some(prompt) => options.clone().prompt(prompt),
        None => options.clone(),
    }
}

/// One input with everything decided, whether a field or the call has said it.
struct Control<'a> {
    kind: &'a str,
    id: String,
    name: String,
    values: &'a [String],
    /// The value that the call gives.
    given: Option<&'a str>,
    errors: &'a [FieldError],
    multiple: bool,
    rules: Vec<(&'static str, &'a Meta)>,
}

impl<'a> Control<'a> {
    fn new(
        field: Option<&'a FormField>,
        kind: &'a str,
        (id, name): (Option<&str>, Option<&str>),
        given: Option<&'a str>,
        multiple: bool,
        validate: bool,
        errors: &'a [FieldError],
    ) -> Self {
        let named = |field: &FormField| {
            if multiple || kind == "checkgroup" { field.name_of_many() } else { field.name().to_owned() }
        };
        let name = name.map_or_else(|| field.map(named).unwrap_or_default(), str::to_owned);
        let id = id.or(field.map(FormField::id)).unwrap_or(&name).to_owned();
        // While somebody is still typing elsewhere, an empty input is no mistake yet.
        let of_field = field.filter(|field| field.is_used()).map_or(&[][..], FormField::errors);
        let errors = if errors.is_empty() { of_field } else { errors };
        let rules = field.filter(|_| validate).map(|field| field.validations(kind)).unwrap_or_default();
        let values = field.map_or(&[][..], FormField::values);
        Self { kind, id, name, values, given, errors, multiple, rules }
    }

    fn value(&self) -> &str {
        self.given.or_else(|| self.values.first().map(String::as_str)).unwrap_or_default()
    }

    /// The value as the page has it; passwords and files are not sent back.
    fn shown(&self) -> Option<String> {
        let is_kept = matches!(self.kind, "file") || (self.kind == "password" && self.given.is_none());
        (!is_kept).then(|| normalize_value(self.kind, self.value()).into_owned())
    }

    /// What the browser checks, unless the call says it in its own way.
    fn rules(&self, rest: Rest<'_>) -> Vec<(&'static str, &Meta)> {
        self.rules.iter().copied().filter(|(attribute, _)| !rest.has(attribute)).collect()
    }

    fn selected(&self) -> Vec<&str> {
        match self.given {
            Some(given) => vec![given],
            None => self.values.iter().map(String::as_str).collect(),
        }
    }

    fn has(&self, value: &str) -> bool {
        self.selected().contains(&value)
    }

    fn box_type(&self) -> &'static str {
        if self.kind == "radio" { "radio" } else { "checkbox" }
    }

    fn id_of(&self, index: usize) -> String {
        format!("{}_{index}", self.id)
    }

    fn note_id(&self, note: &str) -> String {
        format!("{}_{note}", self.id)
    }

    fn class(&self) -> &'static str {
        if self.errors.is_empty() { "field" } else { "field invalid" }
    }

    fn is_invalid(&self) -> Option<&'static str> {
        (!self.errors.is_empty()).then_some("true")
    }

    /// The ids of what stands below the input, for those who cannot see that it does.
    fn described_by(&self, hint: Option<&str>) -> Option<String> {
        let hint = hint.map(|_| self.note_id("hint"));
        let errors = (!self.errors.is_empty()).then(|| self.note_id("errors"));
        let ids: Vec<_> = hint.into_iter().chain(errors).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}
