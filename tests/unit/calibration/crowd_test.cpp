// Fibers that begin at once, and the time until the last of them is done.
#include "simulator/calibration/crowd.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/fakes/jumping_clock.h"

namespace stampede::calibration {
namespace {

using namespace std::chrono_literals;
