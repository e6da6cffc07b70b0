//! The folder is beside the file.

bennu::embed_templates!("paegs/*.html");

fn main() {}
