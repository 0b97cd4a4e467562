#include "plain_names.h"

#include <algorithm>
#include <string_view>

namespace stampede::benchmarks {

bool PlainNames::ReportContext(const Context& context) {
  reporter_.SetOutputStream(&GetOutputStream());
  reporter_.SetErrorStream(&GetErrorStream());
  return reporter_.ReportContext(context);
}

void PlainNames::ReportRuns(const std::vector<Run>& runs) {
  std::vector<Run> renamed = runs;
  for (Run& run : renamed) {
    if (!run.run_name.function_name.starts_with("scenario/")) continue;
    run.run_name.iterations.clear();
    run.run_name.time_type.clear();
  }
  reporter_.ReportRuns(renamed);
}

std::unique_ptr<benchmark::BenchmarkReporter> file_reporter(int argc, const char* const* argv) {
  const auto has = [&](std::string_view begin) {
    return std::any_of(argv, argv + argc,
                       [begin](const char* word) { return std::string_view(word).starts_with(begin); });
  };
  if (!has("--benchmark_out=") || has("--benchmark_out_format=csv")) return nullptr;
  if (has("--benchmark_out_format=console")) return std::make_unique<benchmark::ConsoleReporter>();
  return std::make_unique<benchmark::JSONReporter>();
}

}  // namespace stampede::benchmarks
