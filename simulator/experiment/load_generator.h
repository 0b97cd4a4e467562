// Sends the scenario's requests when they are due, whatever becomes of the earlier ones.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <vector>

#include "simulator/experiment/client_calls.h"
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
  // A client that has just written the key, on the node of this turn, reads it on the next one.
  void read_back(std::uint64_t key, std::uint64_t version, std::uint64_t turn, TimePoint intended);

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

  // Whom a load asks, and what for. `index` tells loads apart, so that each has random streams of its own.
  struct Target {
    std::uint64_t index = 0;
    std::uint32_t endpoint = 0;
    ClosedLoopUsers::Pick pick;  // a key
  };
  Target cached(std::size_t load_index) const;
  Target further(std::size_t endpoint, std::size_t load_index) const;

  void start(const scenario::Load& load, Target target);
  void start_open(workload::Arrivals arrivals, Target target);
  void start_users(const scenario::ClosedLoop& loop, Target target);
  // Each load goes round the nodes by itself, so that no other load and no strategy shifts what a node receives.
  std::uint32_t node(std::uint64_t turn) const { return static_cast<std::uint32_t>(turn % nodes_.size()); }
  void send_all(workload::Arrivals& arrivals, const Target& target, OpenLoad& load);
  void start_trace(const scenario::TraceLoad& trace, workload::TraceArrivals& arrivals, std::size_t load_index);
  void replay(const scenario::TraceLoad& trace, workload::TraceArrivals& arrivals, std::uint64_t turn, OpenLoad& load);
  // What a client asks for, and every attempt at it.
  void send(const measure::RequestFacts& facts, Client* client);
  void send_attempt(measure::RequestFacts facts, Client* client);
  std::uint64_t next_page(std::uint32_t endpoint);
  Duration next_work(std::uint32_t endpoint);

  RunContext& context_;
  OpenRequests& requests_;
  std::span<const std::unique_ptr<Node>> nodes_;
  TimePoint load_start_;
  std::uint64_t running_ = 0;  // open loads
  bool stopped_ = false;
  std::optional<ClientCalls> calls_;   // of clients that try again
  std::deque<ClosedLoopUsers> users_;  // of each closed loop
  std::deque<OpenLoad> open_loads_;
  std::uint64_t pages_ = 0;           // asked for so far
  std::vector<std::uint64_t> works_;  // drawn so far, of each further endpoint
  WriteGenerator& writes_;
  Traces traces_;
  std::deque<scenario::Writes> trace_writes_;  // how those of each trace are written: what it set, what it removed
};

}  // namespace stampede::experiment
