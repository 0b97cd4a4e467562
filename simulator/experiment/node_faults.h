// Faults that befall processes of the application: which ones, one after the other or at once, and what it cost.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "simulator/experiment/background_workers.h"
#include "simulator/experiment/node.h"
#include "simulator/faults/fault_actions.h"

namespace stampede::experiment {

class NodeFaults {
 public:
  NodeFaults(RunContext& context, std::span<const std::unique_ptr<Node>> nodes, BackgroundWorkers& background);

  // Never suspends.
  faults::Seen begin(std::size_t number, const scenario::Fault& fault);
  // Suspends until it is over for each that it has befallen: it may have begun late, and last the longer.
  faults::Seen end(std::size_t number);

 private:
  struct UnderWay {
    const scenario::Fault* fault = nullptr;
    TimePoint began;
    faults::Seen seen;
    bool waits_for_holder = false;
    std::uint64_t fibers = 0;  // that carry it out
    std::string failure;       // of one of them
  };
  // Either a node, or the process of the background workers.
  struct Holder {
    Node* node = nullptr;
    bool is_background = false;
    explicit operator bool() const { return node != nullptr || is_background; }
  };

  std::vector<Node*> chosen(const scenario::NodeChoice& choice) const;
  Holder process_of(const scenario::Fault& fault, std::uint64_t group) const;
  Holder holder_now(const scenario::Fault& fault) const;
  void on_demand(std::uint64_t group);
  void befall(UnderWay& under_way, const Holder& holder);
  void carry_out(UnderWay& under_way, std::function<void()> what);

  void restart(UnderWay& under_way, const scenario::NodeRestarted& kind, Node& node);
  void restart_background(UnderWay& under_way);
  void pause(UnderWay& under_way, Node& node);
  void sleep(Duration length);

  RunContext& context_;
  std::span<const std::unique_ptr<Node>> nodes_;
  BackgroundWorkers& background_;
  std::vector<UnderWay> under_way_;  // by the fault's number
  runtime::WaitQueue changes_;
};

}  // namespace stampede::experiment
