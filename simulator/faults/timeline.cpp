// See the header.
#include "simulator/faults/timeline.h"

#include <algorithm>
#include <tuple>

namespace stampede::faults {

Timeline::Timeline(runtime::Scheduler& scheduler, std::span<const scenario::Fault> faults, FaultActions& actions)
    : scheduler_(scheduler), faults_(faults), actions_(actions), lines_(1), happened_(faults.size()) {
  for (std::size_t i = 0; i < faults.size(); ++i) {
    const bool is_of_nodes = scenario::node_choice(faults[i].kind) != nullptr;
    std::vector<Moment>& line = is_of_nodes ? lines_.emplace_back() : lines_.front();
    line.push_back({faults[i].at, false, i});
    if (faults[i].length > Duration::zero()) line.push_back({faults[i].end(), true, i});
  }
  // What ends at a moment has ended before something else begins then.
  for (std::vector<Moment>& line : lines_) {
    std::sort(line.begin(), line.end(), [](const Moment& a, const Moment& b) {
      return std::tuple(a.when, !a.is_end, a.number) < std::tuple(b.when, !b.is_end, b.number);
    });
    left_ += line.size();
  }
}

void Timeline::start(TimePoint load_start) {
  for (const std::vector<Moment>& line : lines_) {
    if (line.empty()) continue;
    scheduler_.spawn({.name = "faults", .urgent = true}, [this, &line, load_start] { run(line, load_start); });
  }
}

void Timeline::run(const std::vector<Moment>& line, TimePoint load_start) {
  for (const Moment& moment : line) {
    const TimePoint due = load_start + moment.when;
    if (due > scheduler_.now()) scheduler_.sleep_until(due, "the next fault");
    carry_out(moment, load_start);
    --left_;
  }
}

void Timeline::carry_out(const Moment& moment, TimePoint load_start) {
  const scenario::Fault& fault = faults_[moment.number];
  Happened& happened = happened_[moment.number];
  if (moment.is_end && !happened.began) return;
  const Duration now = scheduler_.now() - load_start;
  try {
    for (const auto& [name, count] :
         moment.is_end ? actions_.end(moment.number, fault) : actions_.begin(moment.number, fault)) {
      happened.seen[name] = count;
    }
    // An end may take its time, such as the start of a server; a begin is when something changes for others.
    (moment.is_end ? happened.ended : happened.began) = moment.is_end ? scheduler_.now() - load_start : now;
  } catch (const std::exception& error) {
    happened.failure = error.what();
  }
}

std::vector<Happened> Timeline::happened() const {
  std::vector<Happened> all = happened_;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!all[i].failure.empty()) continue;
    if (!all[i].began) {
      all[i].failure = "the run was over before it was due";
    } else if (!all[i].ended && faults_[i].length > Duration::zero()) {
      all[i].failure = "the run was over before it had ended";
    }
  }
  return all;
}

}  // namespace stampede::faults
