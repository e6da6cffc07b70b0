//! One star stands for the names.

bennu::embed_templates!("pages/*/*.html");

fn main() {}
