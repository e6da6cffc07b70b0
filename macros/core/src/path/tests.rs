//! Golden expansions, and what the messages say.
