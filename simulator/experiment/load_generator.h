// Sends the scenario's requests when they are due, whatever becomes of the earlier ones.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <vector>

#include "simulator/experiment/closed_loop_users.h"
#include "simulator/experiment/node.h"
#include "simulator/experiment/write_generator.h"
#include "simulator/measure/warnings.h"
#include "simulator/workload/arrivals.h"
#include "simulator/workload/trace_arrivals.h"

namespace stampede::experiment {

class LoadGenerator {
 public:
  // Writes of traces go to `writes`.
  LoadGenerator(RunContext& context, OpenRequests& requests, std::span<const std::unique_ptr<Node>> nodes,
                WriteGenerator& writes);

  // All traces of the scenario, in the order of their loads. Opening one takes its time, which should not be the
  // load's.
  using Traces = std::vector<std::unique_ptr<workload::TraceArrivals>>;
  static Traces open_traces(RunContext& context);

  void start(TimePoint load_start, Traces traces = {});
  // No more requests from now on.
  void stop();

  bool is_done() const;

  // Of the open load that fell behind its schedule most; absent where none had a span of time to divide by. Each load
  // is compared with its own schedule: over all together, a gap between two would hide that one was late.
  struct Rates {
    double asked_per_s = 0;
    double achieved_per_s = 0;
  };
  std::optional<Rates> rates() const;

  // What was wrong with the traces.
  std::vector<measure::Warning> trace_warnings() const;

 private:
  struct OpenLoad {
    std::uint64_t sent = 0;
    TimePoint first_intended;
    TimePoint last_intended;
    TimePoint last_sent;

    void note(TimePoint intended, TimePoint now);
    std::optional<Rates> rates() const;
  };

  void start_open(workload::Arrivals arrivals, std::size_t load_index);
  void start_users(const scenario::ClosedLoop& loop, std::size_t load_index);
  // Each load goes round the nodes by itself, so that no other load and no strategy shifts what a node receives.
  std::uint32_t node(std::uint64_t turn) const { return static_cast<std::uint32_t>(turn % nodes_.size()); }
  void send_all(workload::Arrivals& arrivals, workload::KeyPicker& picker, std::uint64_t next_node, OpenLoad& load);
  void start_trace(const scenario::TraceLoad& trace, workload::TraceArrivals& arrivals, std::size_t load_index);
  void replay(const scenario::TraceLoad& trace, workload::TraceArrivals& arrivals, std::uint64_t turn, OpenLoad& load);
  void send(measure::RequestFacts facts, Client* client);

  RunContext& context_;
  OpenRequests& requests_;
  std::span<const std::unique_ptr<Node>> nodes_;
  TimePoint load_start_;
  std::uint64_t running_ = 0;  // open loads
  bool stopped_ = false;
  std::deque<ClosedLoopUsers> users_;  // of each closed loop
  std::deque<OpenLoad> open_loads_;
  WriteGenerator& writes_;
  Traces traces_;
  std::deque<scenario::Writes> trace_writes_;  // how those of each trace are written: what it set, what it removed
};

}  // namespace stampede::experiment
