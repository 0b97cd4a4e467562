// What is notable about a set of runs, in words, from their metrics alone.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "reports/result/result.h"

namespace stampede::reports {

// In order of importance.
enum class ObservationKind {
  not_valid,
  objectives_missed,
  wrong_values,  // of other keys, or of nobody
  whole_herd,
  failed_requests,
  failed_strategies,  // what they said
  served_nobody,
  empty_answers,
  not_at_rest,
  lost_invalidations,
  stampedes,
  outdated_answers,
  stale_answers,
  version_regressions,
  blocked_workers,
  queued_requests,
  background_backlog,
  unused_computations,
  trace_lines_skipped,
  trace_values_enlarged,
  few_samples,
};

struct Observation {
  ObservationKind kind{};
  std::string text;  // a full sentence, or two
};

// The most important first; strategies that did the same share a sentence. At most one per kind, except not_valid:
// one per reason.
std::vector<Observation> observations(const std::vector<RunResult>& runs);

// The most important of them as a list for the terminal, wrapped; empty if there are none.
std::string notable_text(const std::vector<RunResult>& runs, std::size_t width = 100,
                         std::size_t observations_max = 10);

}  // namespace stampede::reports
