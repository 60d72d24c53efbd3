//! The Firefox Profiler's processed format.

use crate::profiles::{CellProfile, profiles};
use crate::{Format, FormatError, Holds, Results, Written};
use fxprof_processed_profile::{
    CategoryHandle, CpuDelta, Frame, FrameFlags, FrameInfo, Profile, ReferenceTimestamp, SamplingInterval, Timestamp,
    WeightType,
};

/// One process with one thread a cell, weighed by samples. Sampling keeps no order in time: the time axis shows how much,
/// not when.
pub const FORMAT: Format = Format {
    name: "firefox",
    reader: "the Firefox Profiler (profiler.firefox.com)",
    holds: Holds::Profiles,
    is_binary: false,
    write,
};

fn write<'r>(results: &'r Results<'_>) -> Result<Written<'r>, FormatError> {
    let run = results.run;
    let of_cells = profiles(FORMAT.name, results)?;
    let start = ReferenceTimestamp::from_millis_since_unix_epoch(run.started_ms as f64);
    let interval = of_cells.iter().map(CellProfile::seconds_per_sample).fold(0.0, f64::max);
    let interval = SamplingInterval::from_nanos(((interval * super::NANOSECONDS) as u64).max(1));
    let mut profile = Profile::new(&format!("Tenfold, run {}", run.id), start, interval);
    for (number, of_cell) in (FIRST..).zip(&of_cells) {
        add(&mut profile, number, of_cell);
    }
    serde_json::to_vec(&profile).map(Written::bytes).map_err(|e| FormatError::failed(FORMAT.name, e))
}

/// The number of the first process. The profiler sorts processes by the text of their numbers, so all are of one length.
const FIRST: u32 = 10_000;

fn add(profile: &mut Profile, number: u32, of_cell: &CellProfile<'_>) {
    let begin = Timestamp::from_nanos_since_reference(0);
    let process = profile.add_process(&of_cell.title, number, begin);
    let thread = profile.add_thread(process, number, begin, true);
    profile.set_thread_name(thread, &of_cell.title);
    profile.set_thread_samples_weight_type(thread, WeightType::Samples);
    let mut before = 0;
    for (frames, count) in of_cell.stacks.iter() {
        let frames: Vec<FrameInfo> = frames
            .map(|name| FrameInfo {
                frame: Frame::Label(profile.intern_string(name)),
                category_pair: CategoryHandle::OTHER.into(),
                flags: FrameFlags::empty(),
            })
            .collect();
        let stack = profile.intern_stack_frames(thread, frames.into_iter());
        let at = before as f64 * of_cell.seconds_per_sample() * 1000.0;
        let weight = i32::try_from(count).unwrap_or(i32::MAX);
        profile.add_sample(thread, Timestamp::from_millis_since_reference(at), stack, CpuDelta::ZERO, weight);
        before += count;
    }
}
