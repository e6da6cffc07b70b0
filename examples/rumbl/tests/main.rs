//! Rumbl as a whole, in a browser.

mod browser;
