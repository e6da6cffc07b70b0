//! Files and downloads that handlers send.

use std::path::PathBuf;

use bennu::conn::Download;
use bennu::endpoint::Config;
use bennu::http::Request;
use bennu::testing::{Client, Response};
use bennu::{Body, Endpoint, Result};

type Conn = bennu::Conn<PathBuf>;

bennu::router! {
    /// Files in the directory that is the state.
    Router for PathBuf;

    get "/file/{name}" => file;
    get "/typed/{name}" => typed;
    get "/download" => download;
    get "/inline/{name}" => inline;
    get "/report" => report;
    get "/late-failure" => late_failure;
}

async fn file(conn: &mut Conn, name: String) -> Result {
    let path = conn.state().join(name);
    conn.send_file(path).await
}

async fn typed(conn: &mut Conn, name: String) -> Result {
    let path = conn.state().join(name);
    conn.put_status(203).put_resp_content_type("text/x-log").send_file(path).await
}

async fn download(conn: &mut Conn) -> Result {
    let (path, name) = (conn.state().join("a.txt"), conn.params::<String>("name")?);
    conn.send_download(Download::file(path).filename(name)).await
}

async fn inline(conn: &mut Conn, name: String) -> Result {
    let path = conn.state().join(name);
    conn.send_download(Download::file(path).content_type("text/x-log").inline()).await
}

async fn report(conn: &mut Conn) -> Result {
    conn.send_download(Download::bytes("report.csv", "day,sum\n1,7\n")).await
}

async fn late_failure(conn: &mut Conn) -> Result {
    let path = conn.state().join("a.txt");
    conn.put_session("value", "x".repeat(5_000)).send_download(Download::file(path)).await
}

/// A directory with a file, which goes with the test.
struct Directory(PathBuf);

impl Directory {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("bennu-files-{name}-{}", std::process::id()));
        std::fs::create_dir_all(path.join("folder")).unwrap();
        std::fs::write(path.join("a.txt"), "0123456789").unwrap();
        Self(path)
    }

    fn client(&self) -> Client<Router> {
        Client::new(Endpoint::new(self.0.clone(), Config::default()))
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

async fn get_with(client: &mut Client<Router>, path: &str, name: &str, value: &str) -> Response {
    client.request(Request::get(path).header(name, value).body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn a_handler_sends_a_file_with_validators_and_parts() {
    let directory = Directory::new("send");
    let mut client = directory.client();
    let whole = client.get("/file/a.txt").await;
    assert_eq!(whole.text_response(200), "0123456789");
    assert_eq!(whole.header("content-length"), Some("10"));
    let part = get_with(&mut client, "/file/a.txt", "range", "bytes=2-4").await;
    assert_eq!((part.status().as_u16(), part.text()), (206, "234"));
    assert_eq!(part.header("content-range"), Some("bytes 2-4/10"));
    let known = get_with(&mut client, "/file/a.txt", "if-none-match", whole.header("etag").unwrap()).await;
    assert_eq!((known.status().as_u16(), known.text()), (304, ""));
    assert_eq!(get_with(&mut client, "/file/a.txt", "range", "bytes=10-").await.status(), 416);
    let head = client.head("/file/a.txt").await;
    assert_eq!((head.header("content-length"), head.text()), (Some("10"), ""));
}

#[tokio::test]
async fn status_and_type_of_a_file_can_be_chosen() {
    let directory = Directory::new("typed");
    let response = directory.client().get("/typed/a.txt").await;
    assert_eq!((response.status().as_u16(), response.text()), (203, "0123456789"));
    assert_eq!(response.header("content-type"), Some("text/x-log; charset=utf-8"));
}

#[tokio::test]
async fn what_is_no_file_is_not_found() {
    let directory = Directory::new("none");
    let mut client = directory.client();
    for path in ["/file/b.txt", "/file/folder", "/file/a.txt%2Fb"] {
        let response = client.get(path).await;
        assert_eq!(response.status(), 404, "{path}");
        assert!(!response.text().contains("bennu-files"), "the path stays private");
    }
}

#[tokio::test]
async fn downloads_have_a_name_that_ends_nothing() {
    let directory = Directory::new("download");
    let mut client = directory.client();
    let disposition = async |client: &mut Client<Router>, path: &str| {
        let response = client.get(path).await;
        assert_eq!(response.status(), 200, "{path}");
        assert_eq!(response.header("x-injected"), None);
        response.header("content-disposition").unwrap().to_owned()
    };
    assert_eq!(disposition(&mut client, "/inline/a.txt").await, "inline; filename=\"a.txt\"");
    assert_eq!(disposition(&mut client, "/download?name=b.pdf").await, "attachment; filename=\"b.pdf\"");
    let injected = "/download?name=a%0d%0ax-injected:%201";
    assert_eq!(disposition(&mut client, injected).await, "attachment; filename=\"a__x-injected: 1\"");
    let quoted = disposition(&mut client, "/download?name=a%22;filename=b.exe;x=%22").await;
    assert!(quoted.starts_with("attachment; filename=\"a_;filename=b.exe;x=_\"; filename*="), "{quoted}");
    let upwards = "/download?name=..%2F..%2F.bashrc";
    assert_eq!(disposition(&mut client, upwards).await, "attachment; filename=\".._.._.bashrc\"");
}

#[tokio::test]
async fn bytes_are_downloads_too() {
    let directory = Directory::new("bytes");
    let response = directory.client().get("/report").await;
    assert_eq!((response.status().as_u16(), response.text()), (200, "day,sum\n1,7\n"));
    assert_eq!(response.header("content-type"), Some("text/csv; charset=utf-8"));
    assert_eq!(response.header("content-disposition"), Some("attachment; filename=\"report.csv\""));
    assert_eq!(response.header("x-content-type-options"), Some("nosniff"));
}

#[tokio::test]
async fn an_error_page_says_nothing_of_the_file_in_whose_place_it_is() {
    let directory = Directory::new("late");
    let response = get_with(&mut directory.client(), "/late-failure", "range", "bytes=0-1").await;
    assert_eq!(response.status(), 500);
    for name in ["content-disposition", "content-range", "accept-ranges", "etag", "last-modified"] {
        assert_eq!(response.header(name), None, "{name}");
    }
}
