// Following of computations.
#include "simulator/measure/computation_recorder.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "simulator/measure/internal_error.h"

namespace stampede::measure {

void WindowPeak::add(TimePoint now) {
  while (!recent_.empty() && recent_.front().first <= now - kRateWindow) {
    in_window_ -= recent_.front().second;
    recent_.pop_front();
  }
  if (recent_.empty() || recent_.back().first != now) {
    recent_.emplace_back(now, 0);
  }
  ++recent_.back().second;
  ++in_window_;
  peak_ = std::max(peak_, in_window_);
}

ComputationRecorder::ComputationRecorder(const RecorderSettings& settings)
    : settings_(settings), busy_(settings.measure_from), served_(1) {}

ComputationId ComputationRecorder::demanded(std::uint64_t key, bool background, bool in_time, TimePoint now) {
  if (key >= settings_.key_names.size()) {
    throw InternalError(fmt::format("a computation of key {} of {}", key, settings_.key_names.size()));
  }
  // There may be more keys than there were.
  if (key >= under_way_by_key_.size()) under_way_by_key_.resize(key + 1);
  const ComputationId id = next_id_++;
  const bool measured = now >= settings_.measure_from;
  under_way_[id] = Running{key, measured, false, in_time};
  served_.push_back(false);
  count(episodes_.started(key, id, measured));
  if (measured) {
    first_measured_ = first_measured_ == kNoComputation ? id : first_measured_;
    ++(background ? tally_.in_background : tally_.in_callers);
    tally_.redundant += under_way_by_key_[key] > 0 ? 1 : 0;
    tally_.peak = std::max<std::uint64_t>(tally_.peak, under_way_.size());
    rate_.add(now);
  }
  return id;
}

ComputationId ComputationRecorder::started(std::uint64_t key, bool background, TimePoint now) {
  const ComputationId id = demanded(key, background, false, now);
  ++under_way_by_key_[key];
  return id;
}

ComputationId ComputationRecorder::in_time(std::uint64_t key, TimePoint now) {
  const ComputationId id = demanded(key, /*background=*/true, true, now);
  tally_.succeeded += under_way_[id].measured ? 1 : 0;
  episodes_.finished(key, id, true);
  return id;
}

ComputationRecorder::Running& ComputationRecorder::running(ComputationId id, const char* event) {
  const auto found = under_way_.find(id);
  if (found == under_way_.end()) {
    throw InternalError(fmt::format("computation {} was {}, but is not under way", id, event));
  }
  return found->second;
}

void ComputationRecorder::occupy(std::int64_t change, TimePoint now) {
  const auto capacity =
      static_cast<std::int64_t>(settings_.origin_capacity.value_or(std::numeric_limits<std::int32_t>::max()));
  const std::int64_t before = std::min(admitted_, capacity);
  admitted_ += change;
  busy_.change(std::min(admitted_, capacity) - before, now);
}

void ComputationRecorder::admitted(ComputationId id, std::optional<Duration> queue_wait, TimePoint now) {
  Running& computation = running(id, "admitted");
  if (computation.admitted) {
    throw InternalError(fmt::format("computation {} was admitted twice", id));
  }
  computation.admitted = true;
  occupy(+1, now);
  if (computation.measured && queue_wait) {
    tally_.queue_wait.record(*queue_wait);
  }
}

void ComputationRecorder::held_up(ComputationId id, Duration by) {
  if (running(id, "held up").measured) {
    tally_.queue_wait.record(by);
  }
}

void ComputationRecorder::finished(ComputationId id, bool ok, TimePoint now) {
  const Running computation = running(id, "finished");
  if (computation.admitted) {
    occupy(-1, now);
  }
  if (!computation.in_time) {
    if (computation.measured) {
      ++(ok ? tally_.succeeded : tally_.failed);
    }
    --under_way_by_key_[computation.key];
    episodes_.finished(computation.key, id, ok);
  }
  under_way_.erase(id);
}

void ComputationRecorder::delivered(std::uint64_t key, ComputationId id, bool foreign) {
  if (id == kNoComputation || id >= next_id_) {
    return;  // prefilled, or left behind by something that is not this run
  }
  const bool measured = first_measured_ != kNoComputation && id >= first_measured_;
  if (measured && !served_[id]) {
    ++tally_.served;
  }
  served_[id] = true;
  if (!foreign) {
    count(episodes_.delivered(key, id));
  }
}

void ComputationRecorder::count(StampedeEpisodes::Closed closed) {
  if (closed.size > 0) {
    ++tally_.episodes;
    tally_.episode_computations += closed.size;
    tally_.episode_max = std::max(tally_.episode_max, closed.size);
  }
}

ComputationTally ComputationRecorder::finish() {
  for (const StampedeEpisodes::Closed& closed : episodes_.close_all()) {
    count(closed);
  }
  tally_.rate_window_peak = rate_.peak();
  return tally_;
}

}  // namespace stampede::measure
