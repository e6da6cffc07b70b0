//! Routes come in, paths that clients would ask for go out: the plain ones, realistic ones, and ones that nobody answers.

use bennu::router::Route;

/// Numbers that look random and are the same in every run (xorshift).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    fn pick<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts[self.below(texts.len())]
    }

    fn hex(&mut self, length: usize) -> String {
        (0..length).map(|_| char::from(b"0123456789abcdef"[self.below(16)])).collect()
    }
}

/// How many paths the random workloads have: enough that no branch predictor learns them.
const PATHS: usize = 4096;

/// Each route once, in order, with `p1`, `p2`… as its parameters.
pub(crate) fn canonical(routes: &[Route]) -> Vec<String> {
    let path = |route: &Route| fill(route, |index, _| format!("p{}", index + 1));
    routes.iter().map(path).collect()
}

/// Routes in random order with names, numbers and hashes as parameters.
pub(crate) fn shuffled(routes: &[Route]) -> Vec<String> {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    (0..PATHS).map(|_| realistic(routes, &mut random)).collect()
}

/// Realistic paths with a mistake: a changed letter, one segment more, or the last one missing.
pub(crate) fn misses(routes: &[Route], is_miss: impl Fn(&str) -> bool) -> Vec<String> {
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let mut paths = Vec::with_capacity(PATHS);
    while paths.len() < PATHS {
        let mut path = realistic(routes, &mut random);
        match random.below(3) {
            0 => {
                let place = 1 + random.below(path.len() - 1);
                path.replace_range(place..place + 1, "x");
            }
            1 => path.push_str("/extra"),
            _ => path.truncate(path.rfind('/').unwrap_or(1).max(1)),
        }
        if is_miss(&path) {
            paths.push(path);
        }
    }
    paths
}

fn realistic(routes: &[Route], random: &mut Random) -> String {
    let route = &routes[random.below(routes.len())];
    fill(route, |_, name| match name {
        "sha" | "access_token" => random.hex(40),
        "client_id" => random.hex(20),
        "gist_id" => random.hex(32),
        "id" => (1 + random.below(90_000_000)).to_string(),
        "number" => (1 + random.below(20_000)).to_string(),
        "branch" => random.pick(&["main", "stable", "release-1.2", "fix-login"]).to_owned(),
        "repo" => random.pick(&["bennu", "linux", "rust-analyzer", "phoenix_live_view", "tokio"]).to_owned(),
        "keyword" | "name" => random.pick(&["rust", "web", "good-first-issue", "Rust", "bug"]).to_owned(),
        "state" => random.pick(&["open", "closed"]).to_owned(),
        "email" => random.pick(&["ada@example.com", "grace.hopper@example.org"]).to_owned(),
        _ => random
            .pick(&["rust-lang", "torvalds", "phoenixframework", "ada", "josevalim", "a-rather-long-name"])
            .to_owned(),
    })
}

fn fill(route: &Route, mut value: impl FnMut(usize, &str) -> String) -> String {
    let mut path = route.path.to_owned();
    for (index, name) in route.params.iter().enumerate() {
        path = path.replace(&format!("{{{name}}}"), &value(index, name));
    }
    path
}
