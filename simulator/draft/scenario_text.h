// A service as a scenario file in which every entry says what it means and where its value comes from.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "simulator/draft/answers.h"

namespace stampede::draft {

struct ReplayedTrace {
  std::string path;  // as seen from the scenario's folder
  scenario::TraceFormat format = scenario::TraceFormat::plain;
  Duration spread{};
  Duration span{};
  std::uint64_t bad_lines = 0;
  bool sets_write = true;
};

// What `stampede run --set` needs to replay the trace in place of the model.
std::vector<std::string> replay_settings(const ReplayedTrace& trace);

// As one word for a shell.
std::string in_shell_quotes(const std::string& word);

std::string scenario_text(const Answers& answers, const std::optional<ReplayedTrace>& trace);

}  // namespace stampede::draft
