// A request on its way through the system, and the client behind it who may give up.
#pragma once

#include <boost/intrusive/list.hpp>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "simulator/measure/recorder.h"
#include "simulator/runtime/scheduler.h"
#include "simulator/scenario/scenario.h"

namespace stampede::experiment {

// How a request ended for its client.
struct Ending {
  std::optional<ErrorKind> failure;  // empty: it was answered. Who is not answered by the drain limit has timed out
  TimePoint at;                      // for a client that has given up: when it had meant to
};

// Who waits for a request's outcome and does something then.
class Client {
 public:
  virtual ~Client() = default;
  // Called once for each request. Must not suspend; may send the next one.
  virtual void on_outcome(const Ending& ending, TimePoint now) noexcept = 0;
};

struct Request {
  measure::RequestFacts facts;
  Duration work{};           // of an endpoint beside the cached one
  Client* client = nullptr;  // empty for open load
  bool client_waits = true;  // false: answered, or the client has given up
  bool in_system = false;    // queued or with a worker
  runtime::Fiber* worker = nullptr;
  TimePoint received;  // by its node's process; set where that takes modelled time
  runtime::intrusive::list_member_hook<runtime::intrusive::link_mode<runtime::intrusive::auto_unlink>> hook;
};

// All requests whose clients still wait. Ends each in exactly one way, and tells the recorder.
class OpenRequests final : private runtime::Timer {
 public:
  // `timeout` empty: clients wait for ever. Unless abandoned requests are finished, the workers that hold them are
  // cancelled.
  OpenRequests(runtime::Scheduler& scheduler, measure::Recorder& recorder, std::optional<Duration> timeout,
               scenario::Abandoned abandoned = scenario::Abandoned::finish);

  // A new request; the reference is valid until the client has gone and the system has let go of it.
  // `client` may be empty, and must outlive the request.
  Request& open(const measure::RequestFacts& facts, Client* client);

  // Its client has given up, and the system is to let go of it without an answer.
  bool is_to_be_dropped(const Request& request) const {
    return !request.client_waits && abandoned_ != scenario::Abandoned::finish;
  }
  // A worker takes the request, perhaps one whose client has given up.
  void start(Request& request, TimePoint now);
  // The system has an answer. If the client has given up by now, the answer reaches nobody.
  void answer(Request& request, const Answer& answer, TimePoint now);
  // The same of an endpoint beside the cached one, whose answers say nothing.
  void finish_work(Request& request, TimePoint now);
  void reject(Request& request);
  // The system is done with the request.
  void let_go(Request& request);

  bool none_open() const { return open_.empty(); }
  std::uint64_t open_count() const { return open_count_; }
  // The drain limit: whoever still waits counts as unanswered.
  void abandon_all();

 private:
  using OpenList =
      runtime::intrusive::list<Request,
                               runtime::intrusive::member_hook<Request, decltype(Request::hook), &Request::hook>,
                               runtime::intrusive::constant_time_size<false>>;

  void on_due() noexcept override;
  bool give_up_if_due(Request& request, TimePoint now);
  void close(Request& request, const Ending& ending, TimePoint now);
  void recycle_if_done(Request& request);

  runtime::Scheduler& scheduler_;
  measure::Recorder& recorder_;
  std::optional<Duration> timeout_;
  const scenario::Abandoned abandoned_;
  std::deque<Request> storage_;
  std::vector<Request*> free_;
  OpenList open_;  // in the order of their timeouts
  std::uint64_t open_count_ = 0;
};

}  // namespace stampede::experiment
