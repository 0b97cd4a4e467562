// A recorder with round numbers, and short words for the events of a run.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "simulator/measure/recorder.h"

namespace stampede::measure {

inline TimePoint at_ms(std::int64_t milliseconds) { return TimePoint(std::chrono::milliseconds(milliseconds)); }
inline Duration ms(std::int64_t milliseconds) { return std::chrono::milliseconds(milliseconds); }

// Keys "a" (0) and "b" (1), two nodes, four workers in all, an origin for two computations at once; fresh for 1 s.
class RecorderTest : public testing::Test {
 protected:
  RecorderTest() {
    settings.fresh_for = ms(1000);
    settings.tolerance = ms(1);
    settings.key_names = {"a", "b"};
    settings.nodes = 2;
    settings.workers_total = 4;
    settings.origin_capacity = 2;
  }

  // Made at the first use, so that a test can change the settings before.
  Recorder& recorder() {
    if (!recorder_) {
      recorder_ = std::make_unique<Recorder>(settings, truth);
    }
    return *recorder_;
  }

  // Sent when due, taken by a worker at once.
  RequestFacts request(std::int64_t intended_ms, std::uint64_t key = 0, std::uint32_t node = 0) {
    RequestFacts facts{key, node, at_ms(intended_ms), at_ms(intended_ms), std::nullopt};
    recorder().arrived(facts);
    facts.started = facts.sent;
    recorder().started(facts);
    return facts;
  }

  static Answer value(std::int64_t generated_ms, std::uint64_t version = 1, ComputationId id = kNoComputation,
                      const std::string& key = "a") {
    return Answer::of(encode({key, version, at_ms(generated_ms), at_ms(generated_ms), id}, 200));
  }

  void answer(const RequestFacts& facts, const Answer& answer, std::int64_t now_ms) {
    recorder().answered(facts, answer, at_ms(now_ms));
  }

  ComputationId compute(std::int64_t from_ms, std::uint64_t key = 0, bool background = false) {
    const ComputationId id = recorder().computation_started(key, background, at_ms(from_ms));
    recorder().computation_admitted(id, Duration{}, at_ms(from_ms));
    return id;
  }
  void finish_computation(ComputationId id, std::int64_t now_ms, bool ok = true) {
    recorder().computation_finished(id, ok, at_ms(now_ms));
  }

  Measurements finish(std::int64_t end_ms = 10'000) { return recorder().finish(at_ms(end_ms)); }

  static double figure(const Measurements& measurements, const std::string& metric) {
    const auto found = measurements.metrics.find(metric);
    EXPECT_NE(found, measurements.metrics.end()) << metric;
    return found == measurements.metrics.end() ? -1 : found->second;
  }
  static bool has(const Measurements& measurements, const std::string& metric) {
    return measurements.metrics.contains(metric);
  }

  RecorderSettings settings;
  Truth truth;

 private:
  std::unique_ptr<Recorder> recorder_;
};

}  // namespace stampede::measure
