// Faults as a run carries them out, on its own parts: Redis, the origin, the background process, the nodes.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "reports/result/result.h"
#include "simulator/experiment/background_workers.h"
#include "simulator/experiment/node_faults.h"
#include "simulator/experiment/run_context.h"
#include "simulator/faults/timeline.h"

namespace stampede::experiment {

class RunFaults final : public faults::FaultActions {
 public:
  // Connects to Redis if a fault is to be done to its server or to its keys. Suspends; throws EnvironmentError.
  RunFaults(RunContext& context, BackgroundWorkers& background, std::span<const std::unique_ptr<Node>> nodes);

  // Once, when the load begins.
  void start(TimePoint load_start) { timeline_.start(load_start); }
  bool are_over() const { return timeline_.is_done(); }

  // With a warning for each that could not be carried out.
  void fill(reports::RunResult& result) const;

  faults::Seen begin(std::size_t number, const scenario::Fault& fault) override;
  faults::Seen end(std::size_t number, const scenario::Fault& fault) override;

 private:
  struct Begin;
  struct End;
  redis::ServerFaults& server();
  template <typename Change>
  faults::Seen change_origin(Change change);

  RunContext& context_;
  BackgroundWorkers& background_;
  NodeFaults nodes_;
  faults::Timeline timeline_;
  // What had been counted when a fault began, by its number.
  std::vector<std::int64_t> counted_before_;
};

}  // namespace stampede::experiment
