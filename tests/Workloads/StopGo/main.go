// stop-go
//
// Ends in order at SIGTERM, which is what Go's runtime makes of CTRL_SHUTDOWN_EVENT. Says "ready", "SIGTERM" for each,
// "ending"; exit code 0.
package main

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, syscall.SIGTERM)
	fmt.Println("ready")

	end := time.After(time.Minute)
	for {
		select {
		case <-signals:
			fmt.Println("SIGTERM")
			end = time.After(time.Second)
		case <-end:
			fmt.Println("ending")
			return
		}
	}
}
