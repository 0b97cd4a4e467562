// See the header.
#include "simulator/measure/client_recorder.h"

namespace stampede::measure {

ClientRecorder::ClientRecorder(const RecorderSettings& settings) : settings_(settings) {
  if (settings.clients_retry) calls_.emplace();
  if (settings.writers_read_back) own_writes_.emplace();
}

// By its own time rather than that of its call, so that requests are calls and retries where a call began in the
// warm-up, too.
void ClientRecorder::arrived(const RequestFacts& facts) {
  if (calls_ && facts.attempt > 0 && facts.intended >= settings_.measure_from) ++calls_->retries;
}

void ClientRecorder::answered(const RequestFacts& facts, std::uint64_t version) {
  if (!own_writes_ || facts.own_version == 0 || facts.intended < settings_.measure_from) return;
  ++own_writes_->read;
  own_writes_->missed += version < facts.own_version ? 1 : 0;
}

void ClientRecorder::call_ended(TimePoint first, bool failed, TimePoint at) {
  if (!calls_ || first < settings_.measure_from) return;
  ++calls_->calls;
  calls_->failed += failed ? 1 : 0;
  calls_->latency.record(at - first);
}

void ClientRecorder::fill(Tally& tally) const {
  tally.clients = calls_;
  tally.own_writes = own_writes_;
}

}  // namespace stampede::measure
