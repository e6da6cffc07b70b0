//! The public paths of GitHub's API as a router; what is compared reads them from its table.

use bennu::{Conn, Result};

bennu::router! {
    /// GitHub's API, as far as it is read with `GET`.
    pub(crate) GitHub for ();

    scope "/" {
        get "/authorizations" => none;
        get "/authorizations/{id}" => one;
        get "/applications/{client_id}/tokens/{access_token}" => two;
        get "/events" => none;
        get "/feeds" => none;
        get "/notifications" => none;
        get "/notifications/threads/{id}" => one;
        get "/notifications/threads/{id}/subscription" => one;
        get "/networks/{owner}/{repo}/events" => two;
        get "/orgs/{org}/events" => one;
        get "/received_events" => none;
        get "/gists" => none;
        get "/gists/public" => none;
        get "/gists/starred" => none;
        get "/gists/{gist_id}" => one;
        get "/gists/{gist_id}/star" => one;
        get "/gists/{gist_id}/commits" => one;
        get "/gists/{gist_id}/forks" => one;
        get "/emojis" => none;
        get "/gitignore/templates" => none;
        get "/gitignore/templates/{name}" => one;
        get "/meta" => none;
        get "/rate_limit" => none;
        get "/issues" => none;
        get "/user/issues" => none;
        get "/orgs/{org}/issues" => one;
        get "/orgs/{org}" => one;
        get "/orgs/{org}/members" => one;
        get "/orgs/{org}/members/{user}" => two;
        get "/orgs/{org}/public_members" => one;
        get "/orgs/{org}/public_members/{user}" => two;
        get "/orgs/{org}/teams" => one;
        get "/orgs/{org}/repos" => one;
        get "/teams/{id}" => one;
        get "/teams/{id}/members" => one;
        get "/teams/{id}/members/{user}" => two;
        get "/teams/{id}/repos" => one;
        get "/teams/{id}/repos/{owner}/{repo}" => three;
        get "/user/teams" => none;
        get "/user/orgs" => none;
        get "/user/repos" => none;
        get "/user" => none;
        get "/user/emails" => none;
        get "/user/followers" => none;
        get "/user/following" => none;
        get "/user/following/{user}" => one;
        get "/user/keys" => none;
        get "/user/keys/{id}" => one;
        get "/user/starred" => none;
        get "/user/starred/{owner}/{repo}" => two;
        get "/user/subscriptions" => none;
        get "/user/subscriptions/{owner}/{repo}" => two;
        get "/users" => none;
        get "/users/{user}" => one;
        get "/users/{user}/events" => one;
        get "/users/{user}/events/public" => one;
        get "/users/{user}/events/orgs/{org}" => two;
        get "/users/{user}/received_events" => one;
        get "/users/{user}/received_events/public" => one;
        get "/users/{user}/followers" => one;
        get "/users/{user}/following" => one;
        get "/users/{user}/following/{target}" => two;
        get "/users/{user}/gists" => one;
        get "/users/{user}/keys" => one;
        get "/users/{user}/orgs" => one;
        get "/users/{user}/repos" => one;
        get "/users/{user}/starred" => one;
        get "/users/{user}/subscriptions" => one;
        get "/repositories" => none;
        get "/search/code" => none;
        get "/search/issues" => none;
        get "/search/repositories" => none;
        get "/search/users" => none;
        get "/legacy/issues/search/{owner}/{repo}/{state}/{keyword}" => four;
        get "/legacy/repos/search/{keyword}" => one;
        get "/legacy/user/search/{keyword}" => one;
        get "/legacy/user/email/{email}" => one;
        get "/repos/{owner}/{repo}" => two;
        get "/repos/{owner}/{repo}/assignees" => two;
        get "/repos/{owner}/{repo}/assignees/{user}" => three;
        get "/repos/{owner}/{repo}/branches" => two;
        get "/repos/{owner}/{repo}/branches/{branch}" => three;
        get "/repos/{owner}/{repo}/collaborators" => two;
        get "/repos/{owner}/{repo}/collaborators/{user}" => three;
        get "/repos/{owner}/{repo}/comments" => two;
        get "/repos/{owner}/{repo}/comments/{id}" => three;
        get "/repos/{owner}/{repo}/commits" => two;
        get "/repos/{owner}/{repo}/commits/{sha}" => three;
        get "/repos/{owner}/{repo}/commits/{sha}/comments" => three;
        get "/repos/{owner}/{repo}/commits/{sha}/statuses" => three;
        get "/repos/{owner}/{repo}/contributors" => two;
        get "/repos/{owner}/{repo}/downloads" => two;
        get "/repos/{owner}/{repo}/downloads/{id}" => three;
        get "/repos/{owner}/{repo}/events" => two;
        get "/repos/{owner}/{repo}/forks" => two;
        get "/repos/{owner}/{repo}/git/blobs/{sha}" => three;
        get "/repos/{owner}/{repo}/git/commits/{sha}" => three;
        get "/repos/{owner}/{repo}/git/refs" => two;
        get "/repos/{owner}/{repo}/git/tags/{sha}" => three;
        get "/repos/{owner}/{repo}/git/trees/{sha}" => three;
        get "/repos/{owner}/{repo}/hooks" => two;
        get "/repos/{owner}/{repo}/hooks/{id}" => three;
        get "/repos/{owner}/{repo}/issues" => two;
        get "/repos/{owner}/{repo}/issues/{number}" => three;
        get "/repos/{owner}/{repo}/issues/{number}/comments" => three;
        get "/repos/{owner}/{repo}/issues/{number}/events" => three;
        get "/repos/{owner}/{repo}/issues/{number}/labels" => three;
        get "/repos/{owner}/{repo}/keys" => two;
        get "/repos/{owner}/{repo}/keys/{id}" => three;
        get "/repos/{owner}/{repo}/labels" => two;
        get "/repos/{owner}/{repo}/labels/{name}" => three;
        get "/repos/{owner}/{repo}/languages" => two;
        get "/repos/{owner}/{repo}/milestones" => two;
        get "/repos/{owner}/{repo}/milestones/{number}" => three;
        get "/repos/{owner}/{repo}/milestones/{number}/labels" => three;
        get "/repos/{owner}/{repo}/notifications" => two;
        get "/repos/{owner}/{repo}/pulls" => two;
        get "/repos/{owner}/{repo}/pulls/{number}" => three;
        get "/repos/{owner}/{repo}/pulls/{number}/commits" => three;
        get "/repos/{owner}/{repo}/pulls/{number}/files" => three;
        get "/repos/{owner}/{repo}/pulls/{number}/merge" => three;
        get "/repos/{owner}/{repo}/pulls/{number}/comments" => three;
        get "/repos/{owner}/{repo}/readme" => two;
        get "/repos/{owner}/{repo}/releases" => two;
        get "/repos/{owner}/{repo}/releases/{id}" => three;
        get "/repos/{owner}/{repo}/releases/{id}/assets" => three;
        get "/repos/{owner}/{repo}/stargazers" => two;
        get "/repos/{owner}/{repo}/stats/commit_activity" => two;
        get "/repos/{owner}/{repo}/subscribers" => two;
        get "/repos/{owner}/{repo}/tags" => two;
        get "/repos/{owner}/{repo}/teams" => two;
    }
}

async fn none(conn: &mut Conn<()>) -> Result {
    conn.send_resp(204, "")
}

async fn one(conn: &mut Conn<()>, _: String) -> Result {
    conn.send_resp(204, "")
}

async fn two(conn: &mut Conn<()>, _: String, _: String) -> Result {
    conn.send_resp(204, "")
}

async fn four(conn: &mut Conn<()>, _: String, _: String, _: String, _: String) -> Result {
    conn.send_resp(204, "")
}

async fn three(conn: &mut Conn<()>, _: String, _: String, _: String) -> Result {
    conn.send_resp(204, "")
}
