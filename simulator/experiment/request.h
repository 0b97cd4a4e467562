// A request on its way through the system, and the client behind it who may give up.
#pragma once

#include <boost/intrusive/list.hpp>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "simulator/measure/recorder.h"
#include "simulator/runtime/scheduler.h"

namespace stampede::experiment {

// Who waits for a request's outcome and does something then.
class Client {
 public:
  virtual ~Client() = default;
  // Called once for each request. Must not suspend; may send the next one.
  virtual void on_outcome(TimePoint now) noexcept = 0;
};

struct Request {
  measure::RequestFacts facts;
  Client* client = nullptr;  // empty for open load
  bool client_waits = true;  // false: answered, or the client has given up
  bool in_system = false;    // queued or with a worker
  TimePoint received;        // by its node's process; set where that takes modelled time
  runtime::intrusive::list_member_hook<runtime::intrusive::link_mode<runtime::intrusive::auto_unlink>> hook;
};

// All requests whose clients still wait. Ends each in exactly one way, and tells the recorder.
class OpenRequests final : private runtime::Timer {
 public:
  // `timeout` empty: clients wait for ever.
  OpenRequests(runtime::Scheduler& scheduler, measure::Recorder& recorder, std::optional<Duration> timeout);

  // A new request; the reference is valid until the client has gone and the system has let go of it.
  // `client` may be empty, and must outlive the request.
  Request& open(const measure::RequestFacts& facts, Client* client);

  // A worker takes the request, perhaps one whose client has given up.
  void start(Request& request, TimePoint now);
  // The system has an answer. If the client has given up by now, the answer reaches nobody.
  void answer(Request& request, const Answer& answer, TimePoint now);
  void reject(Request& request);
  // The process that had it died, or none would take it: its client sees the connection break.
  void lose(Request& request);
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
  void close(Request& request, TimePoint now);
  void recycle_if_done(Request& request);

  runtime::Scheduler& scheduler_;
  measure::Recorder& recorder_;
  std::optional<Duration> timeout_;
  std::deque<Request> storage_;
  std::vector<Request*> free_;
  OpenList open_;  // in the order of their timeouts
  std::uint64_t open_count_ = 0;
};

}  // namespace stampede::experiment
