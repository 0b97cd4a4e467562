// Judges every answer against the truth, and counts requests by their outcome.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "simulator/measure/recorder_settings.h"
#include "simulator/measure/tally.h"
#include "simulator/measure/truth.h"
#include "simulator/measure/value_stamp.h"
#include "strategies/answer.h"

namespace stampede::measure {

// From good to bad.
enum class Outcome { fresh, stale, empty, error };

// What is said of an answer; of several that a request got together, the worst of each.
struct Judgement {
  Outcome outcome = Outcome::fresh;
  ErrorKind error = ErrorKind::strategy;  // where the outcome is one
  std::optional<Duration> stale_by = std::nullopt;
  std::optional<Duration> outdated_by = std::nullopt;
  std::uint64_t version_lag = 0;
  std::uint64_t regressions = 0;
  bool foreign = false;  // the stamp is another key's
  bool undecodable = false;
  bool good = false;  // the key's own value, while it was of use
  bool hit = false;   // the key's own value, computed before the request was due

  void merge(const Judgement& other);
};

// An answer's judgement, and the stamp that it is made from, which is a view into the answer.
struct Judged {
  Judgement judgement;
  std::optional<ValueStamp> stamp;
};

class RequestRecorder {
 public:
  RequestRecorder(const RecorderSettings& settings, const Truth& truth);

  void arrived(const RequestFacts& facts);
  void started(const RequestFacts& facts);
  // What the node has answered for the key is known from now on; nothing is counted yet.
  Judged judge(const RequestFacts& facts, const Answer& answer, TimePoint now);
  void answered(const RequestFacts& facts, const Judgement& judgement, TimePoint now);
  void failed(const RequestFacts& facts, ErrorKind kind, TimePoint at);
  void unanswered(const RequestFacts& facts, TimePoint at);

  bool measured(const RequestFacts& facts) const { return facts.intended >= settings_.measure_from; }
  const RequestTally& tally() const { return tally_; }

 private:
  Judged judge_content(const RequestFacts& facts, const Answer& answer, TimePoint now) const;
  void judge_version(const RequestFacts& facts, const ValueStamp& stamp, TimePoint now, Judgement& judgement);
  void count_outcome(const Judgement& judgement);
  bool is_regression(const RequestFacts& facts, std::uint64_t version);
  void record_times(const RequestFacts& facts, TimePoint end);
  void record_wait_without_end(const RequestFacts& facts, TimePoint at);

  const RecorderSettings& settings_;
  const Truth& truth_;
  RequestTally tally_;
  // Per node: the newest version answered per key. Version 1 is left out, since nothing is older.
  std::vector<std::unordered_map<std::uint64_t, std::uint64_t>> newest_answered_;
};

}  // namespace stampede::measure
