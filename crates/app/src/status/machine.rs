//! The machine below: room on the disks, memory of the process.

use std::path::Path;

/// Below this much room a disk is nearly full.
const LEAST_ROOM: u64 = 1 << 30;

/// Room on the disk of a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Disk {
    pub(super) free: u64,
    pub(super) size: u64,
}

impl Disk {
    /// Of the disk on which a folder lies; nothing where the system does not say.
    pub(super) fn of(folder: &Path) -> Option<Self> {
        let told = rustix::fs::statvfs(folder).ok()?;
        Some(Self {
            free: told.f_bavail.saturating_mul(told.f_frsize),
            size: told.f_blocks.saturating_mul(told.f_frsize),
        })
    }

    /// Whether it is nearly full; on a small disk a twentieth is enough.
    pub(super) fn is_low(self) -> bool {
        self.free < LEAST_ROOM.min(self.size / 20)
    }
}

/// Bytes of memory that the process holds; nothing where the system does not say.
pub(super) fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_is_low_before_it_is_full() {
        let disk = |free, size| Disk { free, size };
        assert!(disk(500 << 20, 100 << 30).is_low());
        assert!(!disk(2 << 30, 100 << 30).is_low());
        assert!(!disk(900 << 20, 10 << 30).is_low());
        assert!(disk(40 << 20, 1 << 30).is_low());
        assert!(Disk::of(Path::new("/")).is_some_and(|disk| disk.size > 0));
        assert_eq!(Disk::of(Path::new("/nowhere")), None);
    }
}
