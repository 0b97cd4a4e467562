// What lines say, and what is wrong with those that say nothing.
#include "simulator/workload/trace_format.h"

#include <gtest/gtest.h>

namespace stampede::workload {
namespace {

using namespace std::chrono_literals;
using scenario::TraceFormat;

struct Said {
  Duration time;
  std::string key;
  TraceOperation operation;
  std::uint64_t value_size_bytes;
  bool operator==(const Said&) const = default;
};

Said read(std::string_view line, TraceFormat format) {
  TraceLine said;
  EXPECT_EQ(parse_trace_line(line, format, said), std::nullopt) << line;
  return {said.time, std::string(said.key), said.operation, said.value_size_bytes};
}

std::string problem(std::string_view line, TraceFormat format) {
  TraceLine said;
  return parse_trace_line(line, format, said).value_or("");
}

TEST(PlainTrace, SaysTimeKeyAndOperation) {
  EXPECT_EQ(read("12.5,page:1", TraceFormat::plain), (Said{12'500ms, "page:1", TraceOperation::get, 0}));
  EXPECT_EQ(read("0,a,get", TraceFormat::plain), (Said{0s, "a", TraceOperation::get, 0}));
  EXPECT_EQ(read("007,a b,set", TraceFormat::plain), (Said{7s, "a b", TraceOperation::set, 0}));
  EXPECT_EQ(read("1,a,delete", TraceFormat::plain), (Said{1s, "a", TraceOperation::remove, 0}));
}

TEST(PlainTrace, HasTimesToTheNanosecond) {
  EXPECT_EQ(read("1700000000.123456789,a", TraceFormat::plain).time, 1'700'000'000'123'456'789ns);
  EXPECT_EQ(read("1700000000.1234567899999,a", TraceFormat::plain).time, 1'700'000'000'123'456'789ns);
  EXPECT_EQ(read("0.000000001,a", TraceFormat::plain).time, 1ns);
  EXPECT_EQ(read("9000000000.9,a", TraceFormat::plain).time, 9'000'000'000'900'000'000ns);
}

TEST(PlainTrace, IsRefusedWhereItSaysSomethingElse) {
  const auto wrong = [](std::string_view line) { return problem(line, TraceFormat::plain); };
  const std::string time = "expected a time in seconds from 0 to 9000000000 (such as 12.5), found ";
  EXPECT_EQ(wrong(""), R"(expected time,key or time,key,operation, found "")");
  EXPECT_EQ(wrong("12.5"), R"(expected time,key or time,key,operation, found "12.5")");
  EXPECT_EQ(wrong(",a"), time + R"("")");
  EXPECT_EQ(wrong("x,a"), time + R"("x")");
  EXPECT_EQ(wrong("-1,a"), time + R"("-1")");
  EXPECT_EQ(wrong("+1,a"), time + R"("+1")");
  EXPECT_EQ(wrong("1e3,a"), time + R"("1e3")");
  EXPECT_EQ(wrong("1.,a"), time + R"("1.")");
  EXPECT_EQ(wrong(".5,a"), time + R"(".5")");
  EXPECT_EQ(wrong("1.5.5,a"), time + R"("1.5.5")");
  EXPECT_EQ(wrong(" 1,a"), time + R"(" 1")");
  EXPECT_EQ(wrong("1583020800123,a"), time + R"("1583020800123")");
  EXPECT_EQ(wrong("99999999999999999999999,a"), time + R"("99999999999999999999999")");
  EXPECT_EQ(wrong("1,"), R"(expected a key of 1 to 1024 bytes, found "")");
  EXPECT_EQ(wrong("1,,get"), R"(expected a key of 1 to 1024 bytes, found "")");
  EXPECT_EQ(wrong("1,a,gets"), R"(expected an operation (get/set/delete), found "gets")");
  EXPECT_EQ(wrong("1,a,"), R"(expected an operation (get/set/delete), found "")");
  EXPECT_EQ(wrong("1,a,b,get"), R"(expected an operation (get/set/delete), found "b,get")");
  EXPECT_EQ(wrong("1,a,GET"), R"(expected an operation (get/set/delete), found "GET")");
  EXPECT_EQ(wrong("1,a,\x01\xff"), R"(expected an operation (get/set/delete), found "\u0001\ufffd")");
}

TEST(PlainTrace, MayNameItsColumns) {
  EXPECT_TRUE(is_trace_header("time,key", TraceFormat::plain));
  EXPECT_TRUE(is_trace_header("timestamp,key,op", TraceFormat::plain));
  EXPECT_FALSE(is_trace_header("12.5,key", TraceFormat::plain));
  EXPECT_FALSE(is_trace_header("x,key", TraceFormat::plain));
  EXPECT_FALSE(is_trace_header("time,key", TraceFormat::twitter));
}

TEST(TwitterTrace, SaysTimeKeySizeAndOperation) {
  EXPECT_EQ(read("5,nz:u:eeW511W3dcH3de3d15ec,24,230,7,get,0", TraceFormat::twitter),
            (Said{5s, "nz:u:eeW511W3dcH3de3d15ec", TraceOperation::get, 230}));
  EXPECT_EQ(read("5,a,1,0,client-x,set,3600", TraceFormat::twitter), (Said{5s, "a", TraceOperation::set, 0}));
}

TEST(TwitterTrace, SaysForHowLongAValueIsKept) {
  TraceLine said;
  EXPECT_FALSE(parse_trace_line("5,a,1,230,7,set,3600", TraceFormat::twitter, said));
  EXPECT_EQ(said.ttl_s, 3600U);
  EXPECT_FALSE(parse_trace_line("5,a,1,230,7,get,0", TraceFormat::twitter, said));
  EXPECT_EQ(said.ttl_s, 0U);
  said.ttl_s = 7;
  EXPECT_FALSE(parse_trace_line("5,a", TraceFormat::plain, said));
  EXPECT_EQ(said.ttl_s, 0U);
}

TEST(TwitterTrace, HasKeysWithCommas) { EXPECT_EQ(read("5,a,b,,c,7,230,7,get,0", TraceFormat::twitter).key, "a,b,,c"); }

TEST(TwitterTrace, KnowsEveryOperation) {
  const auto operation = [](const std::string& name) {
    return read("5,a,1,2,3," + name + ",0", TraceFormat::twitter).operation;
  };
  for (const char* name : {"get", "gets"}) EXPECT_EQ(operation(name), TraceOperation::get);
  for (const char* name : {"set", "add", "replace", "cas", "append", "prepend", "incr", "decr"}) {
    EXPECT_EQ(operation(name), TraceOperation::set);
  }
  EXPECT_EQ(operation("delete"), TraceOperation::remove);
}

TEST(TwitterTrace, IsRefusedWhereItSaysSomethingElse) {
  const auto wrong = [](std::string_view line) { return problem(line, TraceFormat::twitter); };
  const std::string columns = "expected timestamp,key,key size,value size,client id,operation,TTL, found ";
  EXPECT_EQ(wrong(""), columns + R"("")");
  EXPECT_EQ(wrong("5"), columns + R"("5")");
  EXPECT_EQ(wrong("5,a,1,230,7,get"), columns + R"("5,a,1,230,7,get")");
  EXPECT_EQ(wrong(",,,,,"), columns + R"(",,,,,")");
  EXPECT_EQ(wrong("x,a,1,230,7,get,0"), R"(expected a time in seconds from 0 to 9000000000 (such as 12.5), found "x")");
  EXPECT_EQ(wrong("5,,1,230,7,get,0"), R"(expected a key of 1 to 1024 bytes, found "")");
  EXPECT_EQ(wrong("5,a,x,230,7,get,0"), R"(expected a key size in bytes, found "x")");
  EXPECT_EQ(wrong("5,a,1,-1,7,get,0"), R"(expected a value size of up to 536870912 bytes, found "-1")");
  EXPECT_EQ(wrong("5,a,1,536870913,7,get,0"), R"(expected a value size of up to 536870912 bytes, found "536870913")");
  EXPECT_EQ(wrong("5,a,1,230,7,get,"), R"(expected a TTL in seconds, found "")");
  EXPECT_EQ(wrong("5,a,1,230,7,got,0"),
            R"(expected an operation (get/gets/set/add/replace/cas/append/prepend/delete/incr/decr), found "got")");
}

}  // namespace
}  // namespace stampede::workload
