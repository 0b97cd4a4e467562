// The one place that observes a run. The harness reports events with their times; finish() turns them into
// measurements. Single-threaded; results of several recorders merge (Tally::merge).
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "simulator/measure/bystander_recorder.h"
#include "simulator/measure/client_recorder.h"
#include "simulator/measure/computation_recorder.h"
#include "simulator/measure/event_hash.h"
#include "simulator/measure/histogram.h"
#include "simulator/measure/hit_history.h"
#include "simulator/measure/invalidation_recorder.h"
#include "simulator/measure/metrics.h"
#include "simulator/measure/recorder_settings.h"
#include "simulator/measure/redis_usage.h"
#include "simulator/measure/request_recorder.h"
#include "simulator/measure/series_recorder.h"
#include "simulator/measure/tally.h"
#include "simulator/measure/time_integral.h"
#include "simulator/measure/truth.h"
#include "strategies/answer.h"
#include "strategies/environment.h"

namespace stampede::measure {

struct Measurements {
  Tally tally;
  Metrics metrics;
  TimeSeries series;
  HitHistory hits;                              // if the settings ask for it
  std::map<std::string, Histogram> histograms;  // "latency_ms", "service_ms", ...; in nanoseconds inside
};

// What a request has got so far that reads a page.
struct PageReading {
  struct Served {
    std::uint64_t key = 0;
    ComputationId computation = kNoComputation;
    bool foreign = false;
  };
  Judgement worst{.good = true, .hit = true};
  std::vector<Served> served;
  std::uint64_t reads = 0;
};

class RunObserver;

class Recorder final : public EventCounter {
 public:
  // The truth must outlive the recorder.
  Recorder(RecorderSettings settings, const Truth& truth);
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  // Is told of every event from now on; null: nobody.
  void tell(RunObserver* observer) { observer_ = observer; }

  // A request's way: arrived, then started if a worker takes it, then exactly one of the outcomes. What its
  // strategy answers after the client gave up is not reported.
  void arrived(const RequestFacts& facts);  // facts.sent is set
  void started(const RequestFacts& facts);  // facts.started is set
  // Returns the error that it counts as, if it does.
  std::optional<ErrorKind> answered(const RequestFacts& facts, const Answer& answer, TimePoint now);
  // Of a request for a page: one of its keys has been read; `facts` name that key. Then all are answered together, by
  // the worst that was read.
  void page_read(const RequestFacts& facts, const Answer& answer, TimePoint now, PageReading& page);
  std::optional<ErrorKind> page_answered(const RequestFacts& facts, const PageReading& page, TimePoint now);
  void worked(const RequestFacts& facts, TimePoint now);     // the answer of an endpoint beside the cached one
  void rejected(const RequestFacts& facts, TimePoint now);   // not admitted to the node's queue
  void lost(const RequestFacts& facts, TimePoint now);       // with its node's process, or no node would take it
  void gave_up(const RequestFacts& facts, TimePoint at);     // the client's timeout
  void unanswered(const RequestFacts& facts, TimePoint at);  // still open at the drain limit

  // Of a client that tries again: when its first attempt was due, and how the last one ended.
  void call_ended(TimePoint first, bool failed, TimePoint at) { clients_.call_ended(first, failed, at); }

  void worker_busy(TimePoint now);
  void worker_idle(TimePoint now);
  // A worker has waited that long for somebody else's computation.
  void worker_waited(Duration waited, TimePoint now);

  // A computation's way: demanded of the origin, by a fiber of the group; admitted, perhaps after a queue; finished.
  ComputationId computation_started(std::uint64_t key, bool background, TimePoint now, std::uint64_t group = 0);
  // The bound's: demanded so early that its value is there now. Admitted and finished later, for the books.
  ComputationId computation_in_time(std::uint64_t key, TimePoint now);
  void computation_admitted(ComputationId id, std::optional<Duration> queue_wait, TimePoint now);
  void computation_held_up(ComputationId id, Duration by);  // by the others that share the capacity; before its end
  void computation_finished(ComputationId id, bool ok, TimePoint now);

  void count(Event event) override;

  // Cumulative totals over all nodes, sampled: at the beginning, now and then (once per series step serves the
  // plots best), and when the run has come to rest, before probing.
  void redis_usage(const RedisUsage& totals, TimePoint now);

  // A statement to the rows of the application's database.
  void row_read(TimePoint now);
  void row_written(TimePoint now);

  // Totals of the measured part, once, before finish(): tasks put on the background queue, and those among all tasks
  // that no background worker had taken by then.
  void background_tasks(std::uint64_t enqueued, std::uint64_t left);

  // `version`: the newest that the write behind this invalidation commits.
  void invalidation(std::uint64_t key, std::uint64_t version, TimePoint now);
  // After everything came to rest: what a node answers for a key that was invalidated.
  void probe_result(std::uint64_t key, const Answer& answer);
  void probe_result(std::uint64_t key, std::uint64_t version_answered);

  // Over all requests and computations so far: what happened when.
  const EventHash& log() const { return log_; }

  std::uint64_t computations_under_way() const { return computations_.under_way(); }

  // Call once. `end`: when the series ends. Shares of time (workers.busy_share, ...) are taken up to the last
  // request's outcome, so that waiting for rest does not dilute them. Throws InternalError if a request was lost.
  Measurements finish(TimePoint end);

 private:
  bool measuring(TimePoint now);
  void log(const RequestFacts& facts, std::uint64_t outcome, TimePoint at);
  void failed(const RequestFacts& facts, ErrorKind kind, TimePoint at);
  // By its answer, or by all of them. Returns the error that it counts as.
  std::optional<ErrorKind> count(const RequestFacts& facts, const Judgement& judgement, TimePoint now);
  void ended(const RequestFacts& facts, TimePoint at);
  OccupancyTally occupancy() const;

  const RecorderSettings settings_;
  RequestRecorder requests_;
  BystanderRecorder bystanders_;
  ClientRecorder clients_;
  ComputationRecorder computations_;
  InvalidationRecorder invalidations_;
  SeriesRecorder series_;
  HitRecorder hits_;
  TimeIntegral workers_;
  double waited_ns_ = 0;
  std::uint64_t page_reads_ = 0;
  std::array<std::uint64_t, kEvents> events_{};
  BackgroundTally background_;
  RowTally rows_;
  RedisUsage redis_baseline_;
  RedisUsage redis_latest_;
  TimePoint latest_;
  // As of the last request's outcome.
  TimePoint last_outcome_;
  double workers_busy_ns_at_last_outcome_ = 0;
  double origin_busy_ns_at_last_outcome_ = 0;
  bool finished_ = false;
  RunObserver* observer_ = nullptr;
  EventHash log_;
};

}  // namespace stampede::measure
