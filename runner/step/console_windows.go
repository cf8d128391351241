package step

// onResize does nothing: nobody says it.
func onResize(func()) (stop func()) { return func() {} }
