// What clients got in the end: after all their attempts, and of what they had written themselves.
#pragma once

#include <cstdint>
#include <optional>

#include "simulator/measure/recorder_settings.h"
#include "simulator/measure/tally.h"

namespace stampede::measure {

class ClientRecorder {
 public:
  explicit ClientRecorder(const RecorderSettings& settings);

  void arrived(const RequestFacts& facts);
  // A value of the key that was asked for.
  void answered(const RequestFacts& facts, std::uint64_t version);
  // `first`: when its first attempt was due.
  void call_ended(TimePoint first, bool failed, TimePoint at);

  void fill(Tally& tally) const;

 private:
  const RecorderSettings& settings_;
  std::optional<ClientTally> calls_;
  std::optional<OwnWritesTally> own_writes_;
};

}  // namespace stampede::measure
