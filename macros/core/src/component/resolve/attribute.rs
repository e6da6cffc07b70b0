//! Attributes of elements: constants join the static markup, values find their places.

use super::super::html;
use super::super::lexer::escape;
use super::super::model::{Place, Value};
use super::super::tree::{Attribute, AttributeValue};
use super::Builder;
use super::expression::{resolve_expression, resolve_value};

impl Builder {
    pub(super) fn attribute(&mut self, attribute: &Attribute) {
        let name = &attribute.name;
        if name.starts_with(':') {
            return;
        }
        match &attribute.value {
            AttributeValue::None => self.text(&format!(" {name}")),
            AttributeValue::Literal(value, _) => self.text(&format!(" {name}=\"{}\"", escape(value))),
            AttributeValue::Spread(hole) => {
                self.piece(Place::Spread, hole, Value::Expression(resolve_expression(hole)));
            }
            AttributeValue::Hole(hole) => {
                let value = resolve_value(name, hole);
                let prefix = format!(" {name}=\"");
                let place =
                    if html::is_url_attribute(name) { Place::Url(prefix) } else { Place::Attribute(prefix) };
                self.piece(place, hole, value);
            }
        }
    }
}
