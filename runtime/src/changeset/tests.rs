//! Changesets come in, what the specification says of them is checked.
