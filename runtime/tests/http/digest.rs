//! Static files with digests in their names: made, served, found by `path!`.

use std::fs;
use std::path::PathBuf;

use bennu::Endpoint;
use bennu::endpoint::{StaticFiles, static_integrity};
use bennu::path::Path;
use bennu::serde_json::{self, Value};
use bennu::testing::{Client, Telemetry};

use super::app::{App, Router, config};

/// A directory that goes with the test, under a prefix of its own: what is digested is known to the whole process.
struct Directory {
    path: PathBuf,
    prefix: String,
}

impl Directory {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("bennu-digest-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("css")).unwrap();
        fs::create_dir_all(path.join("img")).unwrap();
        let directory = Self { path, prefix: format!("/{name}") };
        directory.write(
            "css/app.css",
            &format!("body {{ background: url(../img/bg.svg) }} /* {} */", "x".repeat(2_000)),
        );
        directory.write("img/bg.svg", "<svg/>");
        directory.write(".hidden", "hidden");
        directory
    }

    fn write(&self, name: &str, content: &str) {
        fs::write(self.path.join(name), content).unwrap();
    }

    fn files(&self) -> StaticFiles {
        StaticFiles::new(&self.prefix, &self.path).digested(true)
    }

    fn client(&self) -> Client<Router> {
        Client::new(Endpoint::new(App::default(), config()).static_files_of(self.files()))
    }

    /// The path that stands for a file.
    fn digested(&self, name: &str) -> String {
        Path::from_static(format!("{}/{name}", self.prefix).leak()).digested().to_string()
    }

    fn count(&self, part: &str) -> usize {
        let entries = fs::read_dir(self.path.join("css")).unwrap();
        entries.filter(|entry| entry.as_ref().unwrap().file_name().to_str().unwrap().contains(part)).count()
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

#[tokio::test]
async fn files_get_names_that_browsers_keep_for_ever() {
    let directory = Directory::new("kept");
    assert_eq!(directory.files().digest().unwrap(), 2);
    let mut client = directory.client();
    let image = directory.digested("img/bg.svg");
    let style = directory.digested("css/app.css");
    assert_ne!(style, "/kept/css/app.css");
    let response = client.get(&style).await;
    assert_eq!(response.header("cache-control"), Some("public, max-age=31536000, immutable"));
    assert_eq!(response.header("content-type"), Some("text/css; charset=utf-8"));
    let name = image.rsplit('/').next().unwrap();
    assert!(response.text().contains(&format!("url(\"../img/{name}\")")), "{}", response.text());
    assert_eq!(client.get(&image).await.text(), "<svg/>");
    let plain = client.get("/kept/css/app.css").await;
    assert_eq!(plain.header("cache-control"), Some("public, no-cache"));
    assert!(plain.text().contains("url(../img/bg.svg)"));
    assert!(static_integrity("/kept/css/app.css").unwrap().starts_with("sha512-"));
    assert_eq!(directory.digested("css/app.css#a"), format!("{style}#a"));
    assert_eq!(directory.digested("css/other.css"), "/kept/css/other.css");
}

#[tokio::test]
async fn a_change_gives_a_new_name_and_the_old_one_stays_for_a_while() {
    let directory = Directory::new("changed");
    directory.files().digest().unwrap();
    drop(directory.client());
    let (style, image) = (directory.digested("css/app.css"), directory.digested("img/bg.svg"));
    directory.files().digest().unwrap();
    drop(directory.client());
    assert_eq!(directory.digested("css/app.css"), style, "the same content");

    directory.write("img/bg.svg", "<svg></svg>");
    directory.files().digest().unwrap();
    let mut client = directory.client();
    assert_ne!(directory.digested("img/bg.svg"), image);
    assert_ne!(directory.digested("css/app.css"), style, "it names the picture");
    assert_eq!(client.get(&image).await.text(), "<svg/>");
    assert_eq!(client.get(&style).await.header("cache-control"), Some("public, max-age=31536000, immutable"));

    assert_eq!(directory.files().clean_digests(1).unwrap(), 0);
    assert_eq!(directory.files().clean_digests(0).unwrap(), 2);
    let mut client = directory.client();
    assert_eq!(client.get(&image).await.status(), 404);
    assert_eq!(client.get(&directory.digested("css/app.css")).await.status(), 200);
    let manifest = fs::read(directory.path.join("cache_manifest.json")).unwrap();
    let manifest: Value = serde_json::from_slice(&manifest).unwrap();
    assert_eq!(manifest["digests"].as_object().unwrap().len(), 2);
    assert!(manifest["latest"]["css/app.css"].as_str().unwrap().starts_with("css/app-"));
}

#[cfg(feature = "compression")]
#[tokio::test]
async fn what_becomes_smaller_is_packed_once() {
    use bennu::Body;
    use bennu::http::Request;

    let directory = Directory::new("packed");
    directory.files().digest().unwrap();
    assert_eq!([directory.count(".br"), directory.count(".gz"), directory.count(".zst")], [2, 2, 2]);
    assert!(!directory.path.join("img/bg.svg.gz").exists());
    directory.files().digest().unwrap();
    assert_eq!(directory.count(""), 8, "packed files are not digested");
    let mut client = directory.client();
    let request = Request::get(directory.digested("css/app.css")).header("accept-encoding", "br");
    let response = client.request(request.body(Body::empty()).unwrap()).await;
    assert_eq!(response.header("content-encoding"), Some("br"));
    assert_eq!(response.header("cache-control"), Some("public, max-age=31536000, immutable"));
}

#[tokio::test]
async fn a_manifest_that_is_missing_or_broken_stops_nothing() {
    let directory = Directory::new("broken");
    let telemetry = Telemetry::attach();
    let logged = |end: &str| telemetry.events().iter().any(|event| event.message.ends_with(end));
    assert_eq!(directory.client().get("/broken/img/bg.svg").await.status(), 200);
    assert!(logged("take `digested(true)` away"));
    directory.write("cache_manifest.json", "{");
    assert_eq!(directory.client().get("/broken/img/bg.svg").await.status(), 200);
    assert!(logged("cache_manifest.json` cannot be read"));
    assert!(directory.files().digest().is_err());
}

/// The directory of `path!`'s own test of static files.
mod found {
    use super::*;

    bennu::router! {
        pub(crate) Router for ();
        static "/found-by-path" from "tests/http";
    }

    #[test]
    fn path_gives_the_name_with_the_digest() {
        assert_eq!(router_path(), "/found-by-path/digest.rs");
        let directory = Directory::new("found-by-path");
        directory.write("digest.rs", "content");
        directory.files().digest().unwrap();
        drop(directory.client());
        assert!(router_path().starts_with("/found-by-path/digest-"), "{}", router_path());
        assert!(router_path().ends_with(".rs"));
    }

    fn router_path() -> Path {
        path!("/found-by-path/digest.rs")
    }
}
