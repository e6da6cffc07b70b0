//! The built-in list of nested forms: forms come in, each with its content and its hidden fields goes out.

use super::super::Slot;
use crate::component;
use crate::form::Form;

component! {
    /// Shows the inputs of nested forms, with the hidden fields by which their parameters find back to where they belong.
    ///
    /// ```
    /// use bennu::component::{Context, inputs_for, to_html};
    /// use bennu::form::to_form;
    /// use bennu::{Changeset, html};
    ///
    /// bennu::schema! { pub embedded struct Line { product: String } }
    /// bennu::schema! { pub struct Order in "orders" { embeds_many lines: Line } }
    ///
    /// let order = Changeset::from(Order).put_embed(Order::lines, [Changeset::from(Line).put_change(Line::product, "Tea")]);
    /// let order = &to_form(&order);
    /// let page = html! {
    ///     <.inputs_for :let={line} field={order.nested(Order::lines)}>
    ///         <input name={line.field(Line::product).name()} value={line.field(Line::product).value()}>
    ///     </.inputs_for>
    /// };
    /// assert_eq!(
    ///     String::from_utf8_lossy(&to_html(&page, &Context::default())),
    ///     concat!(
    ///         r#"<input type="hidden" name="order[lines][0][_persistent_id]" value="0">"#,
    ///         r#"<input name="order[lines][0][product]" value="Tea">"#,
    ///     )
    /// );
    /// ```
    pub fn inputs_for<'f, T>(
        /// The forms: `form.nested(Order::lines)`.
        field: Vec<Form<'f, T>>,
        /// Whether the hidden fields are left to the content, for tables, where they may not stand between rows.
        skip_hidden: bool = false,
        inner_block: Slot<Form<'f, T>>,
    ) {
        for form in &field {
            <.hidden_inputs :if={!skip_hidden} form={form} />{inner_block.with(form)}
        }
    }

    /// The hidden fields of a form: the key of what is stored, and the place of a nested form.
    pub fn hidden_inputs<T>(form: &Form<'_, T>) {
        <input :for={(name, value) in form.hidden()} type="hidden" name={form.input_name(name)} value={value}>
    }
}
