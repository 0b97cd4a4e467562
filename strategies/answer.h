// What goes into a strategy and what comes out: keys, opaque values, answers.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace stampede {

// The name under which the application knows a cacheable item.
struct Key {
  std::string name;
  auto operator<=>(const Key&) const = default;
};

// Opaque to strategies. The origin writes key, version and times into it, and the recorder reads them back.
struct Value {
  std::string bytes;
  bool operator==(const Value&) const = default;
};

// Why a request ended without an answer. The names are those of the metrics `errors.*`.
enum class ErrorKind {
  cold_cache,  // nothing cached, and the strategy refuses to wait or to compute
  timeout,     // a deadline of the strategy passed
  origin,      // the computation failed
  redis,       // the cache server failed or did not answer in time
  rejected,    // not admitted: a queue or a limit was full
  strategy,    // anything else that a strategy gives up on
  node,        // the process that had the request died, or none was there to take it; never a strategy's own word
};

struct Error {
  ErrorKind kind = ErrorKind::strategy;
  std::string message;
};

// A value, nothing ("empty": answered, but without a value), or an error.
class Answer {
 public:
  static Answer of(Value value) { return Answer(std::move(value)); }
  static Answer empty() { return Answer(std::monostate{}); }
  static Answer error(ErrorKind kind, std::string message = {}) { return Answer(Error{kind, std::move(message)}); }
  static Answer error(Error error) { return Answer(std::move(error)); }

  bool has_value() const { return std::holds_alternative<Value>(content_); }
  bool is_error() const { return std::holds_alternative<Error>(content_); }
  bool is_empty() const { return std::holds_alternative<std::monostate>(content_); }

  // Precondition: has_value() or is_error(), respectively; throws std::bad_variant_access otherwise.
  const Value& value() const { return std::get<Value>(content_); }
  const Error& error() const { return std::get<Error>(content_); }

 private:
  using Content = std::variant<std::monostate, Value, Error>;
  explicit Answer(Content content) : content_(std::move(content)) {}
  Content content_;
};

// How a computation at the origin ended. A value rather than an exception, because callers mostly have
// something to put right (release a lock, clear a mark) before they give up.
class Computation {
 public:
  static Computation of(Value value) { return Computation(Answer::of(std::move(value))); }
  static Computation failed(std::string reason) {
    return Computation(Answer::error(ErrorKind::origin, std::move(reason)));
  }
  // Of a layer below, which answers where the origin would compute.
  static Computation from(Answer answer) { return Computation(std::move(answer)); }

  // There is a value to pass on, and to store. Otherwise it failed, or a layer below had nothing to give.
  bool ok() const { return answer_.has_value(); }
  const Value& value() const { return answer_.value(); }

  const Answer& answer() const { return answer_; }

 private:
  explicit Computation(Answer answer) : answer_(std::move(answer)) {}
  Answer answer_;
};

}  // namespace stampede
