// Entries of the load whose rate changes, and what all entries with a length have in common.
#pragma once

#include "simulator/scenario/scenario.h"
#include "simulator/scenario/section.h"

namespace stampede::scenario {

inline constexpr Numbers kRates = {0.001, 1e9};

// Where the entry's place in time is given.
template <typename Entry>
void read_span(const Section& section, Entry& entry) {
  section.read("from", entry.from, kAnyDuration);
  section.read("for", entry.length, kPositiveDuration);
}

Load read_ramp(const Section& section);
// Its length is that of its steps, where the entry does not say another.
Load read_steps(const Section& section);
Load read_diurnal(const Section& section);
Load read_bursty(const Section& section);

// Any load. Empty: that cannot be read, and has been reported.
std::optional<Load> read_load_entry(const Item& item);

}  // namespace stampede::scenario
