// What a trace tells: as settings, as the trace to be replayed, and in words.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "simulator/draft/answers.h"
#include "simulator/draft/scenario_text.h"
#include "simulator/estimate/trace_estimate.h"

namespace stampede::draft {

std::map<std::string, Known, std::less<>> settings_from(const estimate::TraceEstimate& estimate);

ReplayedTrace replay_of(const estimate::TraceEstimate& estimate, std::string path, scenario::TraceFormat format);

// What was found, how well it fits, and what a trace cannot tell.
std::string estimate_text(const estimate::TraceEstimate& estimate, const std::string& path,
                          scenario::TraceFormat format);

}  // namespace stampede::draft
