//! The browser client: a path below `/bennu` comes in, the module that is built into the program goes out.

use std::path::Path;
use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use http::header::CONTENT_ENCODING;
use http::{HeaderValue, Request, Response};
use sha2::{Digest as _, Sha256};

use super::conditional::{CHECKED, Content, Source, content_type, put_cache_control};
use super::encoding::{Accepted, Encoding, put_vary};
use crate::Body;

/// Names and sources of modules.
macro_rules! modules {
    ($($name:literal)*) => {
        &[$(($name, include_str!(concat!("../../assets/live/", $name)))),*]
    };
}

const MODULES: &[(&str, &str)] = modules! {
    "auto.js" "bindings.js" "channel.js" "dom.js" "events.js" "fields.js" "focus_wrap.js" "hooks.js" "js.js" "live.js" "live_reload.js" "navigation.js"
    "patch.js" "refs.js" "reload.js" "rendered.js" "renderer.js" "serializer.js" "socket.js" "state.js" "streams.js"
    "timing.js" "view.js"
};

/// Modules import each other without a version in the URL, so one version counts for all of them.
static ETAG: LazyLock<HeaderValue> = LazyLock::new(|| {
    let mut hash = Sha256::new();
    for (name, source) in MODULES {
        hash.update(name);
        hash.update(source);
    }
    let etag = format!("\"{}\"", URL_SAFE_NO_PAD.encode(&hash.finalize()[..12]));
    HeaderValue::try_from(etag).unwrap_or(HeaderValue::from_static("\"\""))
});

/// The module that a `GET` or `HEAD` asks for.
pub(super) fn find(request: &Request<Body>) -> Option<Response<Body>> {
    let name = request.uri().path().strip_prefix("/bennu/")?;
    let place = MODULES.iter().position(|(other, _)| *other == name)?;
    let (name, source) = MODULES[place];
    let content = |bytes: Bytes| Content {
        source: Source::Memory(bytes),
        etag: Some(ETAG.clone()),
        modified: None,
        content_type: content_type(Path::new(name)),
    };
    let (bytes, encoding) = packed(place, Accepted::of(request.headers()))
        .map_or((source.as_bytes().into(), None), |(bytes, encoding)| (bytes, Some(encoding)));
    let mut response = content(bytes).into_response(request.method(), request.headers());
    put_cache_control(&mut response, request.uri().query(), &CHECKED);
    put_vary(response.headers_mut());
    response.headers_mut().extend(encoding.map(|encoding| (CONTENT_ENCODING, encoding.header())));
    Some(response)
}

/// The module as the client likes it best. Each is compressed when somebody first asks for it.
#[cfg(feature = "compression")]
fn packed(place: usize, accepted: Accepted) -> Option<(Bytes, Encoding)> {
    use std::sync::OnceLock;

    use super::packing::{Effort, pack};

    type Variants = [OnceLock<Bytes>; 3];
    static PACKED: LazyLock<Vec<Variants>> =
        LazyLock::new(|| MODULES.iter().map(|_| Variants::default()).collect());
    let encoding = accepted.best_of(Encoding::ALL).next()?;
    let variant = &PACKED[place][encoding as usize];
    if let Some(bytes) = variant.get() {
        return Some((bytes.clone(), encoding));
    }
    let bytes = pack(MODULES[place].1.as_bytes(), encoding, Effort::Thorough).ok()?;
    Some((variant.get_or_init(|| bytes).clone(), encoding))
}

#[cfg(not(feature = "compression"))]
fn packed(_: usize, _: Accepted) -> Option<(Bytes, Encoding)> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_module_of_the_directory_is_built_in() {
        let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/live");
        let mut files: Vec<_> = std::fs::read_dir(directory)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.ends_with(".js"))
            .collect();
        files.sort();
        assert_eq!(MODULES.iter().map(|(name, _)| *name).collect::<Vec<_>>(), files);
    }
}
