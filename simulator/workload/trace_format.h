// What a line of a trace says.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "simulator/scenario/scenario.h"
#include "strategies/time.h"

namespace stampede::workload {

enum class TraceOperation : std::uint8_t {
  get,     // a request
  set,     // the data changed
  remove,  // the data changed, and whoever changed it said so to the cache
};

struct TraceLine {
  Duration time{};  // since any zero that all lines of a trace share
  std::string_view key;
  TraceOperation operation = TraceOperation::get;
  std::uint64_t value_size_bytes = 0;  // 0: unknown
  std::uint64_t ttl_s = 0;             // 0: none, or unknown
};

// What was expected and what was found; empty: the line is good, and `read` says what it says. The key is a part of the
// line.
//
// twitter: timestamp,key,key size,value size,client id,operation,TTL in whole seconds, where a key may contain commas.
// get and gets are requests, delete removes, and set, add, replace, cas, append, prepend, incr and decr set. plain:
// time,key[,operation], in seconds with up to nine decimals; get (the default), set or delete.
std::optional<std::string> parse_trace_line(std::string_view line, scenario::TraceFormat format, TraceLine& read);

// Whether it names the columns of a plain trace.
bool is_trace_header(std::string_view line, scenario::TraceFormat format);

}  // namespace stampede::workload
