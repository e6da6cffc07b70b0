//! The host of a request comes in, which of a router's demands on hosts it meets goes out.

/// Which lists of hosts a request meets: a bit for each.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Hosts(u64);

impl Hosts {
    /// `host` without its port; of `lists` the first 64 count.
    #[must_use]
    pub fn of(host: &str, lists: &[&[&str]]) -> Self {
        let met = lists.iter().take(64).enumerate().filter(|(_, list)| meets(host, list));
        Self(met.fold(0, |bits, (index, _)| bits | 1 << index))
    }

    /// Whether the list at `index` is met.
    #[inline]
    #[must_use]
    pub fn meet(self, index: u32) -> bool {
        self.0.checked_shr(index).unwrap_or(0) & 1 == 1
    }
}

/// Whether `host` is one of `list`: `example.com`, `api.` for all that begins so, `*.example.com` for all labels in front.
pub(crate) fn meets(host: &str, list: &[&str]) -> bool {
    let (host, starts) = (host.as_bytes(), |wanted: &[u8], host: &[u8]| {
        host.get(..wanted.len()).is_some_and(|start| start.eq_ignore_ascii_case(wanted))
    });
    list.iter().any(|wanted| match (wanted.strip_prefix('*'), wanted.as_bytes()) {
        (Some(end), _) => host.len() > end.len() && starts(end.as_bytes(), &host[host.len() - end.len()..]),
        (None, [.., b'.']) => starts(wanted.as_bytes(), host),
        (None, wanted) => host.eq_ignore_ascii_case(wanted),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_exact_or_begin_or_end_as_asked() {
        assert!(meets("Example.com", &["example.com"]));
        assert!(!meets("www.example.com", &["example.com"]));
        assert!(meets("api.example.com", &["admin.", "api."]));
        assert!(!meets("apis.example.com", &["api."]) && !meets("api", &["api."]));
        assert!(meets("a.b.example.com", &["*.example.com"]));
        assert!(!meets("example.com", &["*.example.com"]) && !meets(".example.com", &["*.example.com"]));
        assert!(!meets("", &["example.com", "api.", "*.example.com"]));
    }

    #[test]
    fn each_list_has_its_bit() {
        let hosts = Hosts::of("api.example.com", &[&["api."], &["www."], &["*.example.com", "x"]]);
        assert_eq!([0, 1, 2, 63, 64].map(|index| hosts.meet(index)), [true, false, true, false, false]);
    }
}
