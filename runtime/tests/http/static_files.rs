//! Files, and attempts to get at others.

use std::fs;
use std::path::{Path, PathBuf};

use bennu::Endpoint;
use bennu::http::Request;
use bennu::testing::{Client, Response};

use super::app::{App, Router, config};

/// A directory that goes with the test.
struct Directory(PathBuf);

impl Directory {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("bennu-static-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("public/sub")).unwrap();
        let directory = Self(path);
        directory.write("public/app.css", "body {}");
        directory.write("public/sub/a b.txt", "spaced");
        directory.write("public/.env", "hidden");
        directory.write("secret.txt", "secret");
        directory
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.0.join(name), content).unwrap();
    }

    fn client(&self) -> Client<Router> {
        Client::new(Endpoint::new(App::default(), config()).static_files("/assets", self.0.join("public")))
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

async fn get_with(client: &mut Client<Router>, path: &str, name: &str, value: &str) -> Response {
    client.request(Request::get(path).header(name, value).body(bennu::Body::empty()).unwrap()).await
}

#[tokio::test]
async fn files_come_with_type_length_and_validators() {
    let directory = Directory::new("files");
    let mut client = directory.client();
    let response = client.get("/assets/app.css").await;
    assert_eq!((response.status().as_u16(), response.text()), (200, "body {}"));
    assert_eq!(response.header("content-type"), Some("text/css; charset=utf-8"));
    assert_eq!(response.header("content-length"), Some("7"));
    assert_eq!(response.header("cache-control"), Some("public, no-cache"));
    assert!(response.header("etag").is_some() && response.header("last-modified").is_some());
    assert_eq!(client.get("/assets/sub/a%20b.txt").await.text(), "spaced");
    let versioned = client.get("/assets/app.css?vsn=d").await;
    assert_eq!(versioned.header("cache-control"), Some("public, max-age=31536000, immutable"));
}

#[tokio::test]
async fn what_the_client_has_is_not_sent_again() {
    let directory = Directory::new("conditional");
    let mut client = directory.client();
    let first = client.get("/assets/app.css").await;
    let (etag, date) = (first.header("etag").unwrap(), first.header("last-modified").unwrap());
    for (name, value) in [("if-none-match", etag), ("if-modified-since", date)] {
        let response = get_with(&mut client, "/assets/app.css", name, value).await;
        assert_eq!(response.status(), 304, "{name}");
        assert!(response.body().is_empty());
        assert_eq!(response.header("etag"), Some(etag));
        assert_eq!(response.header("content-length"), None);
    }
    directory.write("public/app.css", "body { margin: 0 }");
    let response = get_with(&mut client, "/assets/app.css", "if-none-match", etag).await;
    assert_eq!((response.status().as_u16(), response.text()), (200, "body { margin: 0 }"));
}

#[tokio::test]
async fn head_has_the_length_and_no_body() {
    let directory = Directory::new("head");
    let response = directory.client().head("/assets/app.css").await;
    assert_eq!(response.header("content-length"), Some("7"));
    assert!(response.body().is_empty());
}

#[tokio::test]
async fn large_files_come_whole() {
    let directory = Directory::new("large");
    let content: Vec<u8> = (0..300_000_u32).map(|at| at as u8).collect();
    directory.write("public/large.bin", &content);
    let response = directory.client().get("/assets/large.bin").await;
    assert_eq!(response.header("content-length"), Some("300000"));
    assert!(response.body() == content);
}

#[tokio::test]
async fn nothing_outside_of_the_directory_is_served() {
    let directory = Directory::new("outside");
    let mut client = directory.client();
    let root = directory.0.display().to_string();
    let paths = [
        "/assets/../secret.txt".to_owned(),
        "/assets/%2e%2e/secret.txt".to_owned(),
        "/assets/..%2fsecret.txt".to_owned(),
        "/assets/%2e%2e%2fsecret.txt".to_owned(),
        "/assets/sub/../../secret.txt".to_owned(),
        "/assets/..%5csecret.txt".to_owned(),
        format!("/assets/{root}/secret.txt"),
        format!("/assets/%2f{root}/secret.txt"),
        "/assets//etc/passwd".to_owned(),
        "/assets/app.css%00.txt".to_owned(),
        "/assets/.env".to_owned(),
        "/assets/sub/%2eenv".to_owned(),
        "/assets/sub".to_owned(),
        "/assets/".to_owned(),
        "/assets".to_owned(),
        "/assetsapp.css".to_owned(),
    ];
    for path in paths {
        let response = client.get(&path).await;
        assert_eq!(response.status(), 404, "{path}");
        assert!(!response.text().contains("root:"), "{path}");
    }
    assert_eq!(client.get("/assets/%").await.status(), 400);
}

#[cfg(unix)]
#[tokio::test]
async fn links_are_followed_inside_of_the_directory_only() {
    let directory = Directory::new("links");
    let link = |from: &str, to: &Path| std::os::unix::fs::symlink(to, directory.0.join(from)).unwrap();
    link("public/inside.css", Path::new("app.css"));
    link("public/outside.txt", Path::new("../secret.txt"));
    link("public/up", Path::new(".."));
    let mut client = directory.client();
    assert_eq!(client.get("/assets/inside.css").await.status(), 200);
    assert_eq!(client.get("/assets/outside.txt").await.status(), 404);
    assert_eq!(client.get("/assets/up/secret.txt").await.status(), 404);
}

#[tokio::test]
async fn compressed_variants_are_sent_to_those_who_take_them() {
    let directory = Directory::new("variants");
    directory.write("public/app.css.gz", "as gzip");
    directory.write("public/app.css.br", "as brotli");
    directory.write("public/only.css.gz", "nothing beside it");
    let mut client = directory.client();
    for (accept, encoding, text) in [
        ("gzip, br", Some("br"), "as brotli"),
        ("gzip", Some("gzip"), "as gzip"),
        ("br;q=0, gzip;q=0", None, "body {}"),
        ("identity", None, "body {}"),
    ] {
        let response = get_with(&mut client, "/assets/app.css", "accept-encoding", accept).await;
        assert_eq!((response.header("content-encoding"), response.text()), (encoding, text), "{accept}");
        assert_eq!(response.header("content-type"), Some("text/css; charset=utf-8"));
        assert_eq!(response.header("vary"), Some("accept-encoding"));
    }
    let alone = get_with(&mut client, "/assets/only.css", "accept-encoding", "gzip").await;
    assert_eq!(alone.status(), 404);

    directory.write("secret.txt.gz", "secret");
    #[cfg(unix)]
    std::os::unix::fs::symlink("../../secret.txt.gz", directory.0.join("public/sub/a b.txt.gz")).unwrap();
    let inside = get_with(&mut client, "/assets/sub/a%20b.txt", "accept-encoding", "gzip").await;
    assert_eq!((inside.status().as_u16(), inside.text()), (200, "spaced"));
}

#[tokio::test]
async fn a_variant_that_is_out_of_date_is_left_alone() {
    let directory = Directory::new("stale");
    directory.write("public/app.css.gz", "old");
    let old = fs::File::options().write(true).open(directory.0.join("public/app.css.gz")).unwrap();
    old.set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
    let response = get_with(&mut directory.client(), "/assets/app.css", "accept-encoding", "gzip").await;
    assert_eq!((response.header("content-encoding"), response.text()), (None, "body {}"));
}

#[tokio::test]
async fn options_say_how_long_files_are_kept_and_whether_variants_count() {
    let directory = Directory::new("options");
    directory.write("public/app.css.gz", "as gzip");
    let files = bennu::endpoint::StaticFiles::new("/assets", directory.0.join("public"));
    let files = files.cache_control("public, max-age=60").precompressed(false);
    let mut client = Client::<Router>::new(Endpoint::new(App::default(), config()).static_files_of(files));
    let response = get_with(&mut client, "/assets/app.css", "accept-encoding", "gzip").await;
    assert_eq!(response.header("cache-control"), Some("public, max-age=60"));
    assert_eq!((response.header("vary"), response.text()), (None, "body {}"));
}

#[tokio::test]
async fn parts_of_files_are_sent() {
    let directory = Directory::new("parts");
    let content: Vec<u8> = (0..300_000_u32).map(|at| at as u8).collect();
    directory.write("public/large.bin", &content);
    let mut client = directory.client();
    for path in ["/assets/large.bin", "/assets/app.css"] {
        let whole = client.get(path).await;
        assert_eq!(whole.header("accept-ranges"), Some("bytes"));
        let length = whole.body().len();
        for (range, from, to) in
            [("bytes=1-3", 1, 4), ("bytes=2-", 2, length), ("bytes=-2", length - 2, length)]
        {
            let part = get_with(&mut client, path, "range", range).await;
            assert_eq!(part.status(), 206, "{range}");
            assert!(part.body() == &whole.body()[from..to], "{range}");
            assert_eq!(
                part.header("content-range"),
                Some(format!("bytes {from}-{}/{length}", to - 1).as_str())
            );
            assert_eq!(part.header("content-length"), Some((to - from).to_string().as_str()));
        }
        let beyond = get_with(&mut client, path, "range", "bytes=300000-").await;
        assert_eq!(beyond.status(), 416);
        assert_eq!(beyond.header("content-range"), Some(format!("bytes */{length}").as_str()));
        assert!(beyond.body().is_empty() && beyond.header("cache-control").is_none());
        let many = get_with(&mut client, path, "range", &"bytes=0-,".repeat(500)).await;
        assert_eq!((many.status().as_u16(), many.body().len()), (200, length));
    }
}

#[tokio::test]
async fn a_part_of_what_has_changed_is_sent_whole() {
    let directory = Directory::new("if-range");
    let mut client = directory.client();
    let first = client.get("/assets/app.css").await;
    let (etag, date) = (first.header("etag").unwrap(), first.header("last-modified").unwrap());
    let weak = format!("W/{etag}");
    for (condition, status) in [
        (etag, 206),
        (date, 206),
        ("\"other\"", 200),
        (weak.as_str(), 200),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 200),
        ("garbage", 200),
    ] {
        let request =
            Request::get("/assets/app.css").header("range", "bytes=0-3").header("if-range", condition);
        let response = client.request(request.body(bennu::Body::empty()).unwrap()).await;
        assert_eq!(response.status(), status, "{condition}");
    }
}

#[tokio::test]
async fn the_browser_client_is_built_in() {
    let directory = Directory::new("client");
    let mut client = directory.client();
    let response = client.get("/bennu/live.js").await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.header("content-type"), Some("text/javascript; charset=utf-8"));
    let etag = response.header("etag").unwrap();
    assert_eq!(get_with(&mut client, "/bennu/live.js", "if-none-match", etag).await.status(), 304);
    assert_eq!(client.get("/bennu/other.js").await.status(), 404);
    assert_eq!(client.post("/bennu/live.js", &()).await.status(), 404);
}
